using System;
using System.Collections.Generic;
using System.Text;
using Corewright.Bpf.Programs;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader;

public class VerifierLogTests
{
    private const string Old = """
        func#0 @0
        0: R1=ctx(id=0,off=0,imm=0) R10=fp0
        ; fn on_exec() {
        0: (85) call bpf_get_current_task#35
        1: (bf) r9 = r0
        last_idx 1 first_idx 0
        regs=1 stack=0 before 0: (85) call bpf_get_current_task#35
        ; unsafe { address.read_volatile() }
        2: (79) r1 = *(u64 *)(r9 +0)
         R0_w=inv(id=0) R9_w=inv(id=0) R10=fp0
        R9 invalid mem access 'inv'
        processed 3 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0

        """;

    private const string New = """
        0: R1=ctx() R10=fp0
        ; extern "C" fn on_exec() @ main.rs:12
        0: (85) call bpf_get_current_task#35  ; R0_w=scalar()
        1: (b7) r1 = 8                        ; R1_w=8
        15: R0=scalar()
        from 1 to 15: R0_w=scalar() R1_w=8 R10=fp0
        16: (0f) r1 += r0
        mark_precise: frame0: last_idx 16 first_idx 0 subseq_idx -1
        math between ctx pointer and register with unbounded min value is not allowed

        Reason:
          R0 has no bounds.
          >>> 16 | (0f) r1 += r0
        verification time 42 usec
        stack depth 24
        processed 17 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0
        """;

    [Theory]
    [InlineData(Old, 2, "2: (79) r1 = *(u64 *)(r9 +0)", "R9 invalid mem access 'inv'")]
    [InlineData(New, 16, "16: (0f) r1 += r0",
        "math between ctx pointer and register with unbounded min value is not allowed|Reason:|  R0 has no bounds.|  >>> 16 | (0f) r1 += r0")]
    [InlineData("unreachable insn 5\nprocessed 0 insns (limit 1000000)\n", 5, "", "unreachable insn 5")]
    [InlineData("jump out of range from insn 3 to 9\n", 3, "", "jump out of range from insn 3 to 9")]
    [InlineData("last insn is not an exit or jmp\n", -1, "", "last insn is not an exit or jmp")]
    [InlineData("7: (95) exit\nR0 !read_ok", 7, "7: (95) exit", "R0 !read_ok")]
    [InlineData("0: (95) exit\nR0 !read_ok\nsecond line\n", 0, "0: (95) exit", "R0 !read_ok|second line")]
    public void What_matters_is_found(string log, int instruction, string line, string reasons)
    {
        Read(log).ShouldBe((instruction, line, reasons));
    }

    [Theory]
    [InlineData("", -1, "", "")]
    [InlineData("\n\n\n", -1, "", "")]
    [InlineData("; 9: (85) call unknown#1\nwhy\n", -1, "", "why")]
    [InlineData("4294967296: (95) exit\nwhy", -1, "", "4294967296: (95) exit|why")]
    [InlineData("99999999999999999999", -1, "", "99999999999999999999")]
    [InlineData("12: (9", -1, "", "")]
    [InlineData("12: (zz) exit", -1, "", "")]
    [InlineData("R", -1, "", "R")]
    [InlineData("insn ", -1, "", "insn ")]
    [InlineData("insn 99999999999", -1, "", "insn 99999999999")]
    [InlineData("1: (95) exit", 1, "1: (95) exit", "")]
    public void A_log_that_is_none_says_nothing_wrong(string log, int instruction, string line, string reasons)
    {
        Read(log).ShouldBe((instruction, line, reasons));
    }

    [Fact]
    public void Any_bytes_and_any_part_of_a_log_can_be_read()
    {
        byte[] whole = Encoding.UTF8.GetBytes(Old + New);
        for (int i = 0; i < whole.Length; i++)
        {
            Read(whole.AsSpan(0, i)).Instruction.ShouldBeInRange(-1, 16);
            Read(whole.AsSpan(i)).Instruction.ShouldBeInRange(-1, 16);
        }
        var random = new Random(1);
        for (int i = 0; i < 2000; i++)
        {
            byte[] changed = [.. whole];
            for (int j = 0; j < 20; j++)
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            Read(changed).Instruction.ShouldBeInRange(-1, 9_999_999);
        }
    }

    private static (int Instruction, string Line, string Reasons) Read(string log) =>
        Read(Encoding.UTF8.GetBytes(log.ReplaceLineEndings("\n")));

    private static (int Instruction, string Line, string Reasons) Read(ReadOnlySpan<byte> log)
    {
        VerifierLog read = VerifierLog.Read(log);
        var reasons = new List<string>();
        VerifierLog.Cursor cursor = read.Reasons;
        while (cursor.Next(out ReadOnlySpan<byte> reason))
            reasons.Add(Encoding.UTF8.GetString(reason));
        return (read.Instruction, Encoding.UTF8.GetString(read.InstructionLine), string.Join('|', reasons));
    }
}
