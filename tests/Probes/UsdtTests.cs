using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Corewright.Bpf;
using Corewright.Bpf.Elf;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Links;
using Corewright.Build.Store;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Probes;

/// <summary>USDT probes: their notes in programs, and what becomes of their arguments.</summary>
public class UsdtTests
{
    [Theory]
    [InlineData("x86_64", "-4@%ebx 8@$77 -4@4(%rsp)", 0x90u)]
    [InlineData("aarch64", "-4@x19 8@77 -4@[sp, 4]", 0xd503201fu)]
    [InlineData("armv7", "-4@r4 4@#77 -4@[sp, #4]", 0xe320f000u)]
    public async Task A_probe_of_a_program_is_read(string architecture, string arguments, uint instruction)
    {
        byte[] file = await ProbedProgram.BuildAsync(architecture);
        NativeElf.Open(BinaryFile.Over(file), out NativeElf elf).Failed.ShouldBeFalse();
        UsdtNotes.TryOpen(elf, new byte[UsdtNotes.BufferBytes], out UsdtNotes notes).ShouldBeTrue();
        notes.Next().ShouldBeTrue();
        (Text(notes.Provider), Text(notes.Name), Text(notes.Arguments)).ShouldBe(("corewright", "beat", arguments));
        elf.TryFindOffset(notes.Address, out ulong offset, out bool isCode).ShouldBeTrue();
        isCode.ShouldBeTrue();
        uint there = architecture == "x86_64" ? file[offset] : BitConverter.ToUInt32(file, (int)offset);
        there.ShouldBe(instruction);
        elf.TryFindOffset(notes.Semaphore, out ulong semaphore, out isCode).ShouldBeTrue();
        isCode.ShouldBeFalse();
        BitConverter.ToUInt16(file, (int)semaphore).ShouldBe((ushort)0);
        notes.Next().ShouldBeFalse();
    }

    [Fact]
    public async Task Every_probe_of_the_cpp_library_is_understood()
    {
        ToolRoot toolchain = await RepositoryStore.Store.OpenAsync("toolchain", TestContext.Current.CancellationToken);
        string library = toolchain.File("usr/lib/x86_64-linux-gnu/libstdc++.so.6");
        byte[] file = await File.ReadAllBytesAsync(library, TestContext.Current.CancellationToken);
        NativeElf.Open(BinaryFile.Over(file), out NativeElf elf);
        UsdtNotes.TryOpen(elf, new byte[UsdtNotes.BufferBytes], out UsdtNotes notes).ShouldBeTrue();
        var names = new List<string>();
        while (notes.Next())
        {
            UsdtSpec.Write(new UsdtArguments(notes.Arguments, MachineArchitecture.X86_64), 0, new byte[UsdtSpec.NewerBytes])
                .Failed.ShouldBeFalse(Text(notes.Arguments));
            elf.TryFindOffset(notes.Address, out _, out bool isCode).ShouldBeTrue();
            isCode.ShouldBeTrue();
            names.Add($"{Text(notes.Provider)}:{Text(notes.Name)}");
        }
        // Twice as many as there are would be the notes read twice.
        names.Order().ShouldBe(["libstdcxx:catch", "libstdcxx:rethrow", "libstdcxx:throw"]);
    }

    // Register offsets are those of the Linux sources' struct pt_regs.
    [Theory]
    [InlineData("x86_64", "8@%rax", "Register 8 unsigned +0 r80")]
    [InlineData("x86_64", "-4@%edi", "Register 4 signed +0 r112")]
    [InlineData("x86_64", "2@%r9w", "Register 2 unsigned +0 r64")]
    [InlineData("x86_64", "1@%sil", "Register 1 unsigned +0 r104")]
    [InlineData("x86_64", "8@%rsp", "Register 8 unsigned +0 r152")]
    [InlineData("x86_64", "8@%rip", "Register 8 unsigned +0 r128")]
    [InlineData("x86_64", "-4@$-9", "Constant 4 signed -9 r0")]
    [InlineData("x86_64", "-4@-1204(%rbp)", "Memory 4 signed -1204 r32")]
    [InlineData("x86_64", "8@(%r15)", "Memory 8 unsigned +0 r0")]
    [InlineData("x86_64", "1@-96(%rbp,%rax,8)", "IndexedMemory 1 unsigned -96 r32 i80<<3")]
    [InlineData("x86_64", "1@(%rbp, %rax)", "IndexedMemory 1 unsigned +0 r32 i80<<0")]
    [InlineData("aarch64", "8@x4", "Register 8 unsigned +0 r32")]
    [InlineData("aarch64", "-4@w30", "Register 4 signed +0 r240")]
    [InlineData("aarch64", "4@5", "Constant 4 unsigned +5 r0")]
    [InlineData("aarch64", "-4@-5", "Constant 4 signed -5 r0")]
    [InlineData("aarch64", "-4@[sp, 96]", "Memory 4 signed +96 r248")]
    [InlineData("aarch64", "8@[x19]", "Memory 8 unsigned +0 r152")]
    [InlineData("armv7", "-4@r4", "Register 4 signed +0 r16")]
    [InlineData("armv7", "4@fp", "Register 4 unsigned +0 r44")]
    [InlineData("armv7", "4@lr", "Register 4 unsigned +0 r56")]
    [InlineData("armv7", "4@#5", "Constant 4 unsigned +5 r0")]
    [InlineData("armv7", "-4@[fp, #-8]", "Memory 4 signed -8 r44")]
    [InlineData("armv7", "4@[sp]", "Memory 4 unsigned +0 r52")]
    public void An_argument_is_read(string architecture, string text, string expected)
    {
        var arguments = new UsdtArguments(Encoding.ASCII.GetBytes(text), Of(architecture));
        arguments.TryRead(out UsdtArgument argument).ShouldBeTrue();
        arguments.AtEnd.ShouldBeTrue();
        Describe(argument).ShouldBe(expected);
    }

    [Theory]
    [InlineData("x86_64", "8@%xyz")]
    [InlineData("x86_64", "3@%rax")]
    [InlineData("x86_64", "8@%rax8")]
    [InlineData("x86_64", "8@")]
    [InlineData("x86_64", "@%rax")]
    [InlineData("x86_64", "8@8(%rax")]
    [InlineData("x86_64", "8@(%rax,%rbx,3)")]
    [InlineData("x86_64", "99999999999999999999@%rax")]
    [InlineData("aarch64", "8@x31")]
    [InlineData("aarch64", "8@[x1, #8]")]
    [InlineData("armv7", "4@[r1, 8]")]
    [InlineData("armv7", "4@r16")]
    [InlineData("armv7", "4@5")]
    public void What_is_not_known_is_refused(string architecture, string text)
    {
        var arguments = new UsdtArguments(Encoding.ASCII.GetBytes(text), Of(architecture));
        (arguments.TryRead(out _) && arguments.AtEnd).ShouldBeFalse();
    }

    [Fact]
    public void Both_layouts_of_libbpf_are_written()
    {
        var older = new byte[UsdtSpec.OlderBytes];
        UsdtSpec.Write(new UsdtArguments("-4@8(%rbp) 8@%rax"u8, MachineArchitecture.X86_64), 0x1122, older).Failed.ShouldBeFalse();
        older.Length.ShouldBe(208);
        Convert.ToHexString(older, 0, 32).ShouldBe("08000000000000000200000020000120" + "00000000000000000100000050000000");
        Convert.ToHexString(older, 192, 16).ShouldBe("22110000000000000200000000000000");

        var newer = new byte[UsdtSpec.NewerBytes];
        UsdtSpec.Write(new UsdtArguments("-4@8(%rbp,%rax,4)"u8, MachineArchitecture.X86_64), 0x1122, newer).Failed.ShouldBeFalse();
        newer.Length.ShouldBe(304);
        Convert.ToHexString(newer, 0, 24).ShouldBe("0800000000000000" + "0300502000002000" + "0120000000000000");
        Convert.ToHexString(newer, 288, 16).ShouldBe("22110000000000000100000000000000");

        // What the older layout has no room for.
        UsdtSpec.Write(new UsdtArguments("-4@8(%rbp,%rax,4)"u8, MachineArchitecture.X86_64), 0, new byte[UsdtSpec.OlderBytes])
            .Code.ShouldBe(FaultCode.UsdtArgumentUnknown);
    }

    [Fact]
    public void More_than_twelve_arguments_are_refused()
    {
        byte[] Repeat(int count) => Encoding.ASCII.GetBytes(string.Join(' ', Enumerable.Repeat("4@$1", count)));
        UsdtSpec.Write(new UsdtArguments(Repeat(12), MachineArchitecture.X86_64), 0, new byte[UsdtSpec.OlderBytes]).Failed.ShouldBeFalse();
        Fault fault = UsdtSpec.Write(new UsdtArguments(Repeat(13), MachineArchitecture.X86_64), 0, new byte[UsdtSpec.OlderBytes]);
        (fault.Code, fault.Index).ShouldBe((FaultCode.UsdtArgumentUnknown, 12));
    }

    private static string Describe(in UsdtArgument a) =>
        $"{a.Place} {a.Bytes} {(a.IsSigned ? "signed" : "unsigned")} {a.Value:+0;-0} r{a.Register}"
        + (a.Place == UsdtPlace.IndexedMemory ? $" i{a.Index}<<{a.ScaleShift}" : "");

    private static MachineArchitecture Of(string name) => name switch
    {
        "x86_64" => MachineArchitecture.X86_64,
        "aarch64" => MachineArchitecture.Aarch64,
        _ => MachineArchitecture.Armv7,
    };

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
