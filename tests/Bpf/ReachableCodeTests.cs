using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using Corewright.Bpf.Elf;
using Corewright.Build.Matrix.Flow;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Bpf;

public class ReachableCodeTests
{
    private static readonly byte[] s_exit = [0x95, 0, 0, 0, 0, 0, 0, 0];

    // call, exit; the callee is named by a relocation
    private static readonly byte[] s_call = [0x85, 0x10, 0, 0, 0xff, 0xff, 0xff, 0xff, .. s_exit];

    [Fact]
    public void A_subprogram_runs_if_it_is_called() =>
        Find(s_call, calls: true).ShouldBe([(1, 0), (1, 1), (2, 0), (2, 1)]);

    [Fact]
    public void A_subprogram_that_nothing_calls_does_not() =>
        Find(s_exit, calls: false).ShouldBe([(1, 0)]);

    [Fact]
    public void A_call_that_can_not_run_calls_nothing()
    {
        byte[] jump = [0x05, 0, 1, 0, 0, 0, 0, 0, .. s_call];

        Find(jump, calls: true, at: 8).ShouldBe([(1, 0), (1, 2)]);
    }

    [Fact]
    public void Functions_that_overlap_are_not_followed()
    {
        byte[] code = [.. s_exit, .. s_exit, .. s_exit, .. s_exit];
        byte[] symbols = [.. new byte[24], .. Function(1, 0x12, 1, code.Length), .. Function(1, 0x12, 1, code.Length)];
        ElfReader.Open(WithSymbols(code, symbols), out ElfReader aliases);
        ReachableCode.Find(aliases).ShouldBe([(1, 0)]);

        symbols[48 + 16] = 16;
        ElfReader.Open(WithSymbols(code, symbols), out ElfReader overlapping);
        ReachableCode.Find(overlapping).ShouldBeNull();
    }

    private static byte[] WithSymbols(byte[] code, byte[] symbols) => ObjectBuilder.Elf(
        ("tracepoint/a/b", 1, 6, code, 0, 0, 0), (".symtab", 2, 0, symbols, 3, 1, 24), (".strtab", 3, 0, "\0main\0"u8.ToArray(), 0, 0, 0));

    /// <summary>Section 1 holds a program, section 2 is .text with a function of two instructions.</summary>
    private static IEnumerable<(int Section, int Instruction)> Find(byte[] program, bool calls, int at = 0)
    {
        byte[] text = [0xb7, 0, 0, 0, 0, 0, 0, 0, .. s_exit];
        byte[] symbols = [.. new byte[24], .. Function(1, 0x12, 1, program.Length), .. Function(6, 0x02, 2, text.Length)];
        byte[] references = new byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(references, at);
        BinaryPrimitives.WriteInt32LittleEndian(references.AsSpan(8), (int)BpfRelocationType.Call);
        BinaryPrimitives.WriteInt32LittleEndian(references.AsSpan(12), 2);
        byte[] file = ObjectBuilder.Elf(
            ("tracepoint/a/b", 1, 6, program, 0, 0, 0), (".text", 1, 6, text, 0, 0, 0), (".symtab", 2, 0, symbols, 4, 1, 24),
            (".strtab", 3, 0, "\0main\0help\0"u8.ToArray(), 0, 0, 0), (".rel", 9, 0, calls ? references : [], 3, 1, 16));
        ElfReader.Open(file, out ElfReader elf).Failed.ShouldBeFalse();
        return ReachableCode.Find(elf).ShouldNotBeNull().Order().ToArray();
    }

    private static byte[] Function(int name, byte info, byte section, int size)
    {
        byte[] symbol = new byte[24];
        symbol[0] = (byte)name;
        symbol[4] = info;
        symbol[6] = section;
        BinaryPrimitives.WriteInt64LittleEndian(symbol.AsSpan(16), size);
        return symbol;
    }
}
