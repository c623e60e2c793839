using System;
using System.Collections.Generic;
using System.Linq;
using Corewright.Build.Matrix;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Matrix;

public class LibbpfLogTests
{
    [Fact]
    public void A_real_log_of_a_64_bit_kernel_gives_every_relocation()
    {
        IReadOnlyList<RelocationOutcome> outcomes = LibbpfLog.Parse(Fixture.Text("libbpf-x86_64-6.12.log"));
        outcomes.Count.ShouldBe(42);
        outcomes.Count(o => o.Program == "on_exec").ShouldBe(15);
        outcomes[0].ShouldBe(new RelocationOutcome("on_exec", 0, 7, "byte_off", "task_struct.group_leader", 2496));
        outcomes[1].ShouldBe(new RelocationOutcome("on_exec", 1, 9, "byte_sz", "task_struct.group_leader", 8));
        outcomes[8].ShouldBe(new RelocationOutcome("on_exec", 8, 64, "type_size", "upid", 16));
        outcomes[14].ShouldBe(new RelocationOutcome("on_exec", 14, 115, "byte_off", "trace_event_raw_sched_process_exec.__data_loc_filename", 8));
    }

    [Fact]
    public void A_field_that_is_missing_is_0_where_asked_for_and_poison_where_used()
    {
        IReadOnlyList<RelocationOutcome> outcomes = LibbpfLog.Parse(Fixture.Text("libbpf-x86_64-6.12.log"));
        outcomes.ShouldContain(o => o.Program == "on_exit" && o.Index == 5 && o.Kind == "field_exists" && o.Value == 0);
        outcomes.ShouldContain(o => o.Program == "on_exit" && o.Index == 7 && o.Instruction == 49 && o.Value == null);
    }

    [Fact]
    public void A_real_log_of_a_32_bit_kernel_has_its_sizes()
    {
        IReadOnlyList<RelocationOutcome> outcomes = LibbpfLog.Parse(Fixture.Text("libbpf-armv7-6.12.log"));
        outcomes.Count.ShouldBe(42);
        outcomes[1].ShouldBe(new RelocationOutcome("on_exec", 1, 9, "byte_sz", "task_struct.group_leader", 4));
    }

    [Fact]
    public void Programs_of_one_section_are_numbered_each_from_0()
    {
        string log = Relocation("one", 0, "patched insn #3 (ALU/ALU64) imm 0 -> 1") + Relocation("two", 1, "patched insn #4 (ALU/ALU64) imm 0 -> 2");
        LibbpfLog.Parse(log).Select(o => (o.Program, o.Index)).ShouldBe([("one", 0), ("two", 0)]);
    }

    [Theory]
    [InlineData(7, 8)]
    [InlineData(8, 7)]
    public void Of_a_wide_instruction_both_halves_are_poisoned(int first, int second)
    {
        string log = Relocation("one", 0, $"substituting insn #{first} w/ invalid insn")
            + $"libbpf: prog 'one': relo #0: substituting insn #{second} w/ invalid insn\n";
        RelocationOutcome outcome = LibbpfLog.Parse(log).Single();
        outcome.Instruction.ShouldBe(7);
        outcome.Value.ShouldBeNull();
    }

    [Theory]
    [InlineData("patched insn #3 (LDX/ST/STX) off 0 -> 1264", 1264UL)]
    [InlineData("patched insn #3 (LDIMM64) imm64 0 -> 18446744073709551615", ulong.MaxValue)]
    [InlineData("patched insn #3 (ALU/ALU64) imm 0 -> -1", ulong.MaxValue)]
    public void Every_way_of_patching_is_read(string result, ulong value)
    {
        LibbpfLog.Parse(Relocation("one", 0, result)).Single().Value.ShouldBe(value);
    }

    [Theory]
    [InlineData("18446744073709551616")]
    [InlineData("-9223372036854775809")]
    public void A_value_of_more_than_64_bits_is_an_error(string value)
    {
        string log = Relocation("one", 0, $"patched insn #3 (LDIMM64) imm64 0 -> {value}");
        Should.Throw<FormatException>(() => LibbpfLog.Parse(log)).Message.ShouldContain(value);
    }

    [Fact]
    public void A_load_s_adapted_size_is_no_relocation_of_its_own()
    {
        string log = Relocation("one", 0, "patched insn #3 (LDX/ST/STX) off 0 -> 8")
            + "libbpf: prog 'one': relo #0: patched insn #3 (LDX/ST/STX) mem_sz 8 -> 4\n";
        LibbpfLog.Parse(log).Single().Value.ShouldBe(8UL);
    }

    [Fact]
    public void A_relocation_without_a_result_is_an_error_wherever_the_log_stops()
    {
        string begin = "libbpf: prog 'one': relo #0: <byte_off> [5] struct task_struct.pid (0:1 @ offset 4)\n";
        Should.Throw<FormatException>(() => LibbpfLog.Parse(begin));
        Should.Throw<FormatException>(() => LibbpfLog.Parse(begin + Relocation("two", 0, "patched insn #3 (ALU/ALU64) imm 0 -> 1")));
        Should.Throw<FormatException>(() => LibbpfLog.Parse("libbpf: prog 'one': relo #0: patched insn #3 (ALU/ALU64) imm 0 -> 1\n"));
    }

    [Fact]
    public void What_only_looks_like_libbpf_s_is_left_alone()
    {
        LibbpfLog.Parse("x libbpf: prog 'one': relo #0: <byte_off> [5] struct a.b\nlibbpf: sec '.rel': relo #0: insn #1 against 'M'\n").ShouldBeEmpty();
    }

    private static string Relocation(string program, int number, string result) =>
        $"libbpf: prog '{program}': relo #{number}: <byte_off> [5] struct task_struct.pid (0:1 @ offset 4)\n"
        + $"libbpf: prog '{program}': relo #{number}: matching candidate #0 <byte_off> [7] struct task_struct.pid (0:2 @ offset 8)\n"
        + $"libbpf: prog '{program}': relo #{number}: {result}\n";
}
