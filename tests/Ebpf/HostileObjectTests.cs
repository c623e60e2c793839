using System;
using Corewright.Build;
using Corewright.Build.Ebpf.Finalise;
using Corewright.Tests.Bpf;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Ebpf;

/// <summary>Whatever the bytes are, finalising ends in an object or in an error for the user: no other exception, no hang.</summary>
public class HostileObjectTests
{
    private static readonly byte[] s_object = Sample();

    [Fact]
    public void Truncated_at_any_length()
    {
        for (int length = 0; length < s_object.Length; length++)
            Survives(s_object.AsSpan(0, length)).ShouldBeFalse($"{length} of {s_object.Length} bytes");
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0x01)]
    [InlineData(0x7f)]
    [InlineData(0xff)]
    public void Any_byte_replaced(int value)
    {
        byte[] file = (byte[])s_object.Clone();
        for (int i = 0; i < file.Length; i++)
        {
            byte was = file[i];
            file[i] = (byte)value;
            Survives(file);
            file[i] = was;
        }
    }

    [Fact]
    public void Any_word_made_huge()
    {
        byte[] file = (byte[])s_object.Clone();
        for (int i = 0; i + 4 <= file.Length; i += 4)
        {
            byte[] was = file[i..(i + 4)];
            file.AsSpan(i, 4).Fill(0xff);
            Survives(file);
            was.CopyTo(file, i);
        }
    }

    [Fact]
    public void Sections_that_overlap_are_refused()
    {
        byte[] file = ObjectBuilder.Elf(("a", 1, 2, new byte[4096], 0, 0, 0), ("b", 1, 2, new byte[4096], 0, 0, 0));
        // Both now start where the first one starts, and the second one is as long as the file.
        int second = (int)BitConverter.ToUInt64(file, 40) + (2 * 64);
        BitConverter.TryWriteBytes(file.AsSpan(second + 24), 0ul);
        BitConverter.TryWriteBytes(file.AsSpan(second + 32), (ulong)file.Length);

        Should.Throw<BuildException>(() => Finaliser.Finalise(file, "test.o")).Message
            .ShouldBe("test.o: an ELF section overlaps another one (item 2)");
    }

    [Fact]
    public void Types_that_refer_in_a_circle_end()
    {
        var source = new LlvmObject();
        uint next = source.Btf.Int("i32", 4) + 1;
        source.KernelType(source.Btf.Struct("task", 4, ("link", next + 1, 0)));
        source.Btf.Typedef("first", next + 4);
        source.Btf.Typedef("second", next + 3);

        Should.Throw<BuildException>(() => Finaliser.Finalise(source.Mark(0, "task:link.more").Build(), "test.o"));
    }

    private static bool Survives(ReadOnlySpan<byte> file)
    {
        try
        {
            Finaliser.Finalise(file, "test.o");
            return true;
        }
        catch (BuildException)
        {
            return false;
        }
    }

    private static byte[] Sample()
    {
        var source = new LlvmObject();
        uint i32 = source.Btf.Int("i32", 4);
        source.Context = source.Btf.Pointer(source.KernelType(source.Btf.Struct("task", 8, ("tgid", i32, 0), ("pid", i32, 4))));
        source.KernelType(source.Btf.Enum("map_type", 4, false, ("HASH", 1)));
        source.Export(source.Btf.Struct("Event", 16, ("a", source.Btf.Array(i32, 4), 0)));
        return source.Mark(0, "task:pid").Mark(10, "map_type:HASH", instruction: 2).Build();
    }
}
