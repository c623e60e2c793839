using System;
using System.Diagnostics;
using Corewright.Bpf;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Core;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Bpf;

/// <summary>Whatever the bytes are, reading and relocating ends in an outcome or in a fault: no exception, no hang.</summary>
public class HostileInputTests
{
    private static readonly byte[] s_program = Program();
    private static readonly byte[] s_kernel = Kernel();

    [Fact]
    public void The_untouched_pair_resolves_completely()
    {
        CoreCase.ResolveAll(s_program, s_kernel, out CoreOutcome[] outcomes).Code.ShouldBe(FaultCode.None);

        outcomes.Length.ShouldBe(10);
        outcomes.ShouldAllBe(o => !o.Poisoned);
    }

    [Fact]
    public void Truncated_at_any_length()
    {
        for (int length = 0; length < s_program.Length; length++)
            CoreCase.ResolveAll(s_program.AsSpan(0, length), s_kernel, out _).Failed.ShouldBeTrue($"object of {length} bytes");
        for (int length = 0; length < s_kernel.Length; length++)
            CoreCase.ResolveAll(s_program, s_kernel.AsSpan(0, length), out _).Failed.ShouldBeTrue($"kernel of {length} bytes");
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0x01)]
    [InlineData(0x7f)]
    [InlineData(0x80)]
    [InlineData(0xff)]
    public void Any_byte_replaced(byte value)
    {
        Mutate(s_program, value, s_kernel, (bytes, other) => CoreCase.ResolveAll(bytes, other, out _));
        Mutate(s_kernel, value, s_program, (bytes, other) => CoreCase.ResolveAll(other, bytes, out _));
    }

    [Fact]
    public void Random_words_in_random_places()
    {
        uint[] interesting = [0, 1, 2, 12, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff, 0x04000001, 0x0f000001, 0x13000003];
        var random = new Random(20260715);
        var clock = Stopwatch.StartNew();
        int rounds = 0, resolved = 0;
        for (; rounds < 20000 && clock.Elapsed < TimeSpan.FromSeconds(2); rounds++)
        {
            byte[] program = (byte[])s_program.Clone(), kernel = (byte[])s_kernel.Clone();
            for (int i = random.Next(1, 5); i > 0; i--)
            {
                byte[] victim = random.Next(2) == 0 ? program : kernel;
                uint word = random.Next(3) == 0 ? (uint)random.NextInt64() : interesting[random.Next(interesting.Length)];
                BitConverter.TryWriteBytes(victim.AsSpan(random.Next(victim.Length / 4) * 4), word);
            }

            if (!CoreCase.ResolveAll(program, kernel, out _).Failed)
                resolved++;
        }

        rounds.ShouldBeGreaterThan(100);
        resolved.ShouldBeInRange(1, rounds - 1);
    }

    [Fact]
    public void Anonymous_members_that_double_at_every_level_end()
    {
        BtfBuilder kernel = BtfBuilder.Kernel();
        uint inner = kernel.Struct("", 8, ("other", 1, 0));
        for (int i = 0; i < 60; i++)
            inner = kernel.Struct(i == 59 ? "task" : "", 8, ("", inner, 0), ("", inner, 0));

        Resolve(CoreKind.FieldExists, kernel).Code.ShouldBe(FaultCode.BtfTooDeep);
    }

    [Fact]
    public void A_struct_inside_itself_ends()
    {
        BtfBuilder kernel = BtfBuilder.Kernel();
        kernel.Struct("task", 8, ("", 2, 0));

        Resolve(CoreKind.FieldExists, kernel).Code.ShouldBe(FaultCode.CoreAccessTooDeep);
    }

    [Fact]
    public void Functions_that_double_at_every_parameter_end()
    {
        BtfBuilder local = Doubling(new BtfBuilder(), out uint type), kernel = Doubling(BtfBuilder.Kernel(), out _);

        CoreCase.Resolve(local, kernel, CoreKind.TypeExists, type, "0", out _).Code.ShouldBe(FaultCode.BtfTooDeep);
        CoreCase.Resolve(local, kernel, CoreKind.TypeMatches, type, "0", out _).Code.ShouldBe(FaultCode.BtfTooDeep);
    }

    private static BtfBuilder Doubling(BtfBuilder btf, out uint type)
    {
        uint inner = btf.Pointer(0);
        for (int i = 0; i < 30; i++)
            inner = btf.Pointer(btf.Prototype(0, ("", inner), ("", inner)));
        type = btf.Typedef("f", inner);
        return btf;
    }

    private static Fault Resolve(CoreKind kind, BtfBuilder kernel)
    {
        var local = new BtfBuilder();
        uint type = local.Struct("task", 8, ("pid", local.Int("i32", 4, 1), 0));
        return CoreCase.Resolve(local, kernel, kind, type, "0:0", out _);
    }

    private static void Mutate(byte[] original, byte value, byte[] other, Func<byte[], byte[], Fault> resolve)
    {
        byte[] copy = (byte[])original.Clone();
        for (int at = 0; at < copy.Length; at++)
        {
            copy[at] = value;
            resolve(copy, other);
            copy[at] = original[at];
        }
    }

    private static byte[] Program()
    {
        var btf = new BtfBuilder();
        uint number = btf.Int("i32", 4, 1);
        uint inner = btf.Struct("info", 8, ("flags", btf.Int("u64", 8), 0));
        uint task = btf.Struct(
            "task", 48, ("pid", number, 0), ("info", inner, 8), ("parent", btf.Pointer(0), 16),
            ("comm", btf.Array(number, 4), 24), ("on", btf.Int("u32", 4), 40));
        uint types = btf.Enum("map_type", 4, false, ("RING", 0));
        uint handler = btf.Typedef("handler", btf.Pointer(btf.Prototype(number, ("a", number))));
        return new ObjectBuilder(btf)
            .Relocate(CoreKind.FieldByteOffset, task, "0:0", 0)
            .Relocate(CoreKind.FieldByteOffset, task, "0:1:0", 8)
            .Relocate(CoreKind.FieldByteSize, task, "0:3:2", 4)
            .Relocate(CoreKind.FieldLeftShift, task, "0:4", 32)
            .Relocate(CoreKind.FieldExists, task, "0:4", 1)
            .RelocateLoad(task, "0:2", 16)
            .Relocate(CoreKind.TypeSize, task, "0", 48)
            .Relocate(CoreKind.EnumeratorValue, types, "0", 0)
            .Relocate(CoreKind.TypeExists, handler, "0", 1)
            .Relocate(CoreKind.TypeMatches, types, "0", 1)
            .Build();
    }

    private static byte[] Kernel()
    {
        BtfBuilder btf = BtfBuilder.Kernel();
        uint number = btf.Int("int", 4, 1);
        uint union = btf.Union("", 8, ("x", number, 0), ("parent", btf.Pointer(2), 0));
        uint info = btf.Struct("thread_info", 16, ("cpu", number, 0), ("flags", 1, 8));
        btf.BitStruct(
            "task", 80, ("pid", number, 32, 0), ("info", btf.Typedef("info_t", info), 64, 0), ("", union, 192, 0),
            ("comm", btf.Array(number, 4), 256, 0), ("on", btf.Int("unsigned int", 4), 400, 1));
        btf.Enum("map_type", 4, false, ("HASH", 1), ("RING", 27));
        btf.Typedef("handler", btf.Pointer(btf.Prototype(number, ("a", btf.Modifier(BtfKind.Const, number)))));
        return btf.Build();
    }
}
