using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Corewright.Build.Guests;
using Corewright.Build.Kernels;
using Corewright.Build.Matrix;
using Corewright.Build.Matrix.Programs;
using Corewright.Build.Matrix.Programs.Execwatch;
using Corewright.Build.Plan;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Matrix;

/// <summary>A real guest's answer, whole and with one thing at a time made wrong.</summary>
public class MatrixJudgeTests
{
    private static readonly IReadOnlyList<RelocationOutcome> s_offline =
        LoaderReport.Parse(Fixture.Bytes("loader-check-x86_64-6.12.json")).Relocations;

    [Fact]
    public void What_is_right_passes()
    {
        MatrixCell cell = new Answer().Judge();
        cell.Detail.ShouldBe("");
        cell.Verdict.ShouldBe(Verdict.Pass);
        cell.Libbpf.Count.ShouldBe(42);
        cell.Events.Count.ShouldBe(38);
        cell.Evidence.Keys.ShouldBe(["console", "bpftool", "checking", "running", "events", "attached"], ignoreOrder: true);
    }

    [Fact]
    public void No_answer_is_infrastructure()
    {
        var outcome = new GuestOutcome.Infrastructure(TimeSpan.Zero, 3, "", GuestFailure.Died, "it died");
        MatrixCell cell = Answer.Judge(outcome, s_offline, null);
        cell.Verdict.ShouldBe(Verdict.Infrastructure);
        cell.Attempts.ShouldBe(3);
        cell.Detail.ShouldContain("it died");
    }

    [Fact]
    public void bpftool_s_exit_code_decides_not_its_words()
    {
        new Answer { BpftoolCode = 255 }.Judge().Verdict.ShouldBe(Verdict.LibbpfRefused);
        var answer = new Answer();
        answer.BpftoolLog += "libbpf: failed to load object\nError: failed to load object file\n";
        answer.Judge().Verdict.ShouldBe(Verdict.Pass);
    }

    [Fact]
    public void A_relocation_without_a_value_comes_before_what_follows_from_it()
    {
        MatrixCell cell = new Answer { BpftoolCode = 255, Failure = "no such field" }.Judge();
        cell.Verdict.ShouldBe(Verdict.RelocationFailed);
        cell.Detail.ShouldContain("no such field");
        cell.Detail.ShouldContain("bpftool ended with 255");
    }

    [Fact]
    public void A_value_on_which_a_resolver_stands_alone_is_shown_three_times()
    {
        var answer = new Answer();
        answer.BpftoolLog = answer.BpftoolLog.Replace("patched insn #7 (ALU/ALU64) imm 24 -> 2496", "patched insn #7 (ALU/ALU64) imm 24 -> 2500");
        MatrixCell cell = answer.Judge();
        cell.Verdict.ShouldBe(Verdict.ResolversDisagree);
        cell.Detail.ShouldContain("offline writes 2496");
        cell.Detail.ShouldContain("libbpf writes 2500");
        cell.Detail.ShouldContain("loader writes 2496");
    }

    [Fact]
    public void Poison_is_not_the_value_0()
    {
        var answer = new Answer();
        answer.BpftoolLog = answer.BpftoolLog.Replace("substituting insn #49 w/ invalid insn", "patched insn #49 (ALU/ALU64) imm 0 -> 0");
        answer.Judge().Verdict.ShouldBe(Verdict.ResolversDisagree);
    }

    [Fact]
    public void A_relocation_that_one_resolver_does_not_know_is_a_disagreement()
    {
        MatrixCell cell = Answer.Judge(new Answer().Build(), [.. s_offline.Skip(1)], null);
        cell.Verdict.ShouldBe(Verdict.ResolversDisagree);
        cell.Detail.ShouldContain("has no such relocation");
    }

    [Fact]
    public void The_verifier_s_refusal_of_the_loader_s_program_is_told_by_its_errno()
    {
        var answer = new Answer { CheckCode = 7 };
        answer.Check = answer.Check
            .Replace("\"result\":\"ok\",\"errno\":0", "\"result\":\"failed\",\"errno\":13")
            .Replace("\"result\":\"ok\",\"exit\":0", "\"result\":\"failed\",\"error\":{\"code\":\"verifier\",\"message\":\"no\",\"errno\":13},\"exit\":7");
        MatrixCell cell = answer.Judge();
        cell.Verdict.ShouldBe(Verdict.VerifierRefused);
        cell.Detail.ShouldContain("errno 13");
    }

    [Theory]
    [InlineData("", 139)]
    [InlineData("{}", 0)]
    [InlineData("{\"btf\":1}", 0)]
    [InlineData("not JSON", 0)]
    public void A_loader_without_a_report_has_failed(string report, int code)
    {
        new Answer { Check = report, CheckCode = code }.Judge().Verdict.ShouldBe(Verdict.LoaderFailed);
    }

    [Fact]
    public void A_loader_that_says_one_thing_and_ends_with_another_has_failed()
    {
        new Answer { CheckCode = 3 }.Judge().Verdict.ShouldBe(Verdict.LoaderFailed);
        new Answer { LoaderExit = "1\n" }.Judge().Verdict.ShouldBe(Verdict.LoaderFailed);
    }

    [Fact]
    public void A_loader_that_brings_types_where_the_kernel_has_them_has_failed()
    {
        var answer = new Answer();
        answer.Check = answer.Check.Replace("/sys/kernel/btf/vmlinux", "embedded:6.12");
        answer.Judge().Verdict.ShouldBe(Verdict.LoaderFailed);
    }

    [Theory]
    [InlineData("\"ppid\":", "\"ppid\":1")]
    [InlineData("\"uid\":1000", "\"uid\":0")]
    [InlineData("\"comm\":\"process-that-is\"", "\"comm\":\"process-that\"")]
    [InlineData("\"cgroup_id\":", "\"cgroup_id\":9")]
    [InlineData("\"pid_namespace\":4026532011", "\"pid_namespace\":4026531836")]
    [InlineData("\"exit_code\":42", "\"exit_code\":43")]
    [InlineData("\"signal\":9", "\"signal\":15")]
    [InlineData("\"start_time_ns\":", "\"start_time_ns\":9")]
    [InlineData("/opt/process-that-is-known", "/opt/process-that-is-know")]
    public void One_wrong_field_of_an_event_is_found(string from, string to)
    {
        var answer = new Answer();
        answer.Events = answer.Events.Replace(from, to);
        MatrixCell cell = answer.Judge();
        cell.Verdict.ShouldBe(Verdict.EventsWrong);
        cell.Events.ShouldContain(e => !e.Matches);
    }

    [Fact]
    public void An_event_that_never_came_is_found()
    {
        var answer = new Answer();
        answer.Events = string.Join('\n', answer.Events.Split('\n').Where(l => !l.Contains("\"signal\":9")));
        answer.Judge().Detail.ShouldContain("exit contained: event is none");
    }

    [Fact]
    public void On_a_32_bit_kernel_a_cgroup_s_inode_is_the_lower_half_of_its_id()
    {
        KnownProcess process = KnownProcess.Parse("plain", Fixture.Text("process-plain-x86_64-6.12"));
        var events = LoaderEvent.ParseAll(Fixture.Text("events-x86_64-6.12.jsonl"))
            .Select(e => e with { Fields = e.Fields.ToDictionary(f => f.Key, f => f.Key == "cgroup_id" ? (ulong.Parse(f.Value) + (1UL << 32)).ToString() : f.Value) })
            .ToList();
        EventComparison.Compare(process, events, 4).ShouldAllBe(f => f.Matches);
        EventComparison.Compare(process, events, 8).Count(f => !f.Matches).ShouldBe(2);
    }

    [Theory]
    [InlineData("5\n", "dnslat: no: it is Thumb code, in which the kernel can't put probes\n", Verdict.Pass)]
    [InlineData("0\n", "dnslat: attached 2 programs\n", Verdict.LoaderFailed)]
    [InlineData("10\n", "dnslat: no: it is Thumb code\n", Verdict.LoaderFailed)]
    [InlineData("5\n", "dnslat: this kernel has no uprobes\n", Verdict.LoaderFailed)]
    [InlineData("5\n", "dnslat: it is Thumb code\nand more\n", Verdict.LoaderFailed)]
    public void Where_a_program_can_t_attach_it_has_to_say_why(string exit, string said, Verdict verdict)
    {
        MatrixCell cell = new Answer { Program = "dnslat", Architecture = "armv7", RunningCode = 125, LoaderExit = exit, Said = said, Events = "" }.Judge();
        cell.Verdict.ShouldBe(verdict, cell.Detail);
        cell.Events.Single().Matches.ShouldBe(verdict == Verdict.Pass);
    }

    [Fact]
    public void A_program_without_a_judge_of_its_own_attaches_and_says_nothing_but_events()
    {
        new Answer { Program = "other", Events = "{\"event\":\"a\"}\n{\"event\":\"b\",\"n\":1}\n" }.Judge().Events.Single().Found.ShouldBe("2");
        new Answer { Program = "other", Events = "{\"event\":\"a\"}\nhello\n" }.Judge().Verdict.ShouldBe(Verdict.EventsWrong);
        new Answer { Program = "other", Events = "{\"pid\":1}\n" }.Judge().Verdict.ShouldBe(Verdict.EventsWrong);
        new Answer { Program = "other", RunningCode = 125 }.Judge().Verdict.ShouldBe(Verdict.LoaderFailed);
    }

    private sealed class Answer
    {
        public string Program { get; init; } = "execwatch";

        public string Architecture { get; init; } = "x86_64";

        public string Said { get; init; } = "execwatch: attached 2 programs\n";

        public int RunningCode { get; init; }

        public int BpftoolCode { get; init; }

        public int CheckCode { get; init; }

        public string LoaderExit { get; init; } = "0\n";

        public string? Failure { get; init; }

        public string BpftoolLog { get; set; } = Fixture.Text("libbpf-x86_64-6.12.log");

        public string Check { get; set; } = Fixture.Text("loader-check-x86_64-6.12.json");

        public string Events { get; set; } = Fixture.Text("events-x86_64-6.12.jsonl");

        public MatrixCell Judge() => Judge(Build(), s_offline, Failure, Program, Architecture);

        public static MatrixCell Judge(
            GuestOutcome outcome, IReadOnlyList<RelocationOutcome> offline, string? failure, string program = "execwatch", string architecture = "x86_64")
        {
            var kernel = new PreparedKernel(new Kernel("x86_64-6.12", architecture, "6.12", "trixie", "set", null), "6.12", "", "", true, "");
            return new MatrixJudge(kernel, 8, new OfflineResult(program, "x86_64-6.12", offline, TimeSpan.Zero, failure)).Judge(outcome);
        }

        public GuestOutcome.Complete Build() => new(
            TimeSpan.FromSeconds(2), 1, "", "6.12",
            new Dictionary<string, GuestStepResult>
            {
                [MatrixJob.Loading(Program)] = Step(BpftoolCode, "", BpftoolLog),
                [MatrixJob.Checking(Program)] = Step(CheckCode, Check, ""),
                [MatrixJob.Running(Program)] = Step(RunningCode, "", ""),
            },
            new Dictionary<string, byte[]>
            {
                [MatrixJob.Running(Program) + ".out"] = Encoding.UTF8.GetBytes(Events),
                [MatrixJob.Running(Program) + ".err"] = Encoding.UTF8.GetBytes(Said),
                [MatrixJob.Running(Program) + ".code"] = Encoding.UTF8.GetBytes(LoaderExit),
                ["process-plain"] = Fixture.Bytes("process-plain-x86_64-6.12"),
                ["process-contained"] = Fixture.Bytes("process-contained-x86_64-6.12"),
            });

        private static GuestStepResult Step(int code, string output, string error) =>
            new(code, false, TimeSpan.FromSeconds(1), Encoding.UTF8.GetBytes(output), Encoding.UTF8.GetBytes(error));
    }
}
