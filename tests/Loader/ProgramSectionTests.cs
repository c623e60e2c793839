using System;
using System.Text;
using Corewright.Bpf.Programs;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader;

public class ProgramSectionTests
{
    [Theory]
    [InlineData("tracepoint/sched/sched_process_exec", "sched/sched_process_exec")]
    [InlineData("tp/syscalls/sys_enter_openat", "syscalls/sys_enter_openat")]
    public void A_tracepoint_is_a_category_and_a_name(string section, string expected)
    {
        ProgramSection.TryParseTracepoint(Encoding.ASCII.GetBytes(section), out ReadOnlySpan<byte> tracepoint).ShouldBeTrue();
        Encoding.ASCII.GetString(tracepoint).ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("tracepoint")]
    [InlineData("tracepoint/sched")]
    [InlineData("tracepoint//name")]
    [InlineData("tracepoint/sched/")]
    [InlineData("tracepoint/sched/a/b")]
    [InlineData("tracepoint/../sched_process_exec")]
    [InlineData("tracepoint/sched/..")]
    [InlineData("kprobe/do_nanosleep")]
    [InlineData("raw_tracepoint/sched_switch")]
    public void Anything_else_is_refused(string section)
    {
        ProgramSection.TryParseTracepoint(Encoding.ASCII.GetBytes(section), out _).ShouldBeFalse();
    }
}
