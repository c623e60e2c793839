using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using Corewright.Build.Ebpf;
using Corewright.Build.Matrix;
using Corewright.Tests.Ebpf;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Matrix;

/// <summary>Whole cells: a Rust program, its object and loader, a real kernel, libbpf and the loader on it, and the verdict.</summary>
[Collection(RealCells.Name)]
public class MatrixCellTests(RealCells cells)
{
    [Theory]
    [InlineData("x86_64-5.10", "/sys/kernel/btf/vmlinux")]
    [InlineData("aarch64-6.12", "/sys/kernel/btf/vmlinux")]
    [InlineData("armv7-6.12", "embedded:")]
    public async Task A_right_program_passes(string kernelId, string types)
    {
        MatrixCell cell = await cells.RunAsync(kernelId);

        cell.Detail.ShouldBe("");
        cell.Verdict.ShouldBe(Verdict.Pass);
        cell.Offline.Count.ShouldBeGreaterThan(8);
        cell.Offline.Select(r => r.Kind).Distinct().Count().ShouldBeGreaterThanOrEqualTo(3);
        Values(cell.Libbpf).ShouldBe(Values(cell.Offline));
        Values(cell.Loader).ShouldBe(Values(cell.Offline));
        cell.Events.Select(e => e.Event).Distinct().Count().ShouldBe(4, "an exec and an exit of each of two processes");
        cell.Events.ShouldAllBe(e => e.Matches);
        cell.Events.Select(e => e.Field).ShouldContain("ppid");
        cell.Evidence["console"].ShouldContain("corewright: state running");
        cell.Evidence["bpftool"].ShouldContain("libbpf: prog 'on_exec': relo #0");
        cell.Evidence["bpftool"].ShouldNotContain("BTF loading error");
        cell.Evidence["checking"].ShouldContain($"\"btf\":\"{types}");
    }

    [Fact]
    public async Task A_field_that_no_kernel_has_never_passes()
    {
        using var crates = new CrateFolder();
        foreach (string file in (string[])["corewright-kernel/src/kernel.rs", "programs/execwatch/src/exit.rs"])
            crates.Change(file, "start_boottime", "start_of_time");
        EbpfObject broken = await crates.BuildAsync("execwatch");

        MatrixCell cell = await cells.RunAsync(broken, "x86_64-6.12");

        cell.Verdict.ShouldBe(Verdict.RelocationFailed);
        cell.Detail.ShouldContain("offline: ");
        cell.Detail.ShouldContain(".start_of_time");
        cell.Detail.ShouldContain("bpftool ended with ");
        cell.Detail.ShouldContain("the loader's check failed (relocation-failed): ");
        cell.Events.ShouldBeEmpty();
        cell.Evidence["running"].ShouldContain("the loader ended before it attached");
    }

    [Fact]
    public async Task An_event_that_lies_is_caught_though_everything_loads()
    {
        using var crates = new CrateFolder();
        crates.Change("corewright-ebpf/src/process.rs", "(leader, real_parent.tgid)", "(leader, group_leader.tgid)");
        EbpfObject lying = await crates.BuildAsync("execwatch");

        MatrixCell cell = await cells.RunAsync(lying, "x86_64-6.12");

        cell.Verdict.ShouldBe(Verdict.EventsWrong);
        cell.Events.Where(e => !e.Matches).Select(e => e.Field).ShouldBe(["ppid", "ppid", "ppid", "ppid"]);
        Values(cell.Libbpf).ShouldBe(Values(cell.Offline));
    }

    [Fact]
    public async Task An_optional_program_is_loaded_by_nobody_unless_asked_for()
    {
        using var crates = new CrateFolder();
        crates.Change("programs/execwatch/src/exit.rs", "/// Once for each thread that exits", """
            corewright_ebpf::kernel_types! {
                /// No kernel has the first of its fields.
                pub(crate) struct task_struct___odd {
                    pub(crate) start_of_time: u64,
                    pub(crate) exit_code: i32,
                }
            }

            /// The verifier would refuse it.
            #[unsafe(no_mangle)]
            #[unsafe(link_section = "?tracepoint/sched/sched_process_fork")]
            extern "C" fn on_fork(_: *const u8) -> i32 {
                let task: *const task_struct___odd = current_task();
                core_read!(task, start_of_time).is_ok() as i32 + core_read!(task, exit_code).unwrap_or(0)
            }

            /// Once for each thread that exits
            """.Trim());
        EbpfObject optional = await crates.BuildAsync("execwatch");

        MatrixCell cell = await cells.RunAsync(optional, "x86_64-6.12");

        cell.Detail.ShouldBe("");
        cell.Verdict.ShouldBe(Verdict.Pass);
        cell.Evidence["checking"].ShouldNotContain("\"name\":\"on_fork\"");
        cell.Evidence["attached"].ShouldContain("attached 2 programs");
        RelocationOutcome[] known = [.. cell.Offline.Where(r => r.Program == "on_fork")];
        known.ShouldAllBe(r => r.IsOptional);
        known.Select(r => (r.Target.Split('.')[1], r.Value is null)).ShouldBe([("start_of_time", true), ("exit_code", false)]);
        cell.Libbpf.ShouldNotContain(r => r.Program == "on_fork");
    }

    [Theory]
    [InlineData("x86_64-6.12")]
    [InlineData("armv7-6.12")]
    public async Task Programs_share_a_guest_and_each_has_its_own_cell(string kernelId)
    {
        var together = await cells.RunTogetherAsync(kernelId, ["look_alike", "another"]);

        together.Select(c => (c.Program, c.Verdict, c.Detail)).ShouldBe(
            [("execwatch", Verdict.Pass, ""), ("look_alike", Verdict.Pass, ""), ("another", Verdict.Pass, "")]);
        together.Select(c => c.Evidence["console"]).Distinct().Count().ShouldBe(1, "they were in one guest");
        together[0].Events.Select(e => e.Event).Distinct().Count().ShouldBe(4);
        EventField common = together[1].Events.Single();
        (common.Event, common.Field).ShouldBe(("output", "events"));
        int.Parse(common.Found, CultureInfo.InvariantCulture).ShouldBeGreaterThan(20, "the workload starts that many processes");
        together[1].Evidence["attached"].ShouldStartWith("look_alike: attached 2 programs");
    }

    [Fact]
    public async Task A_program_that_kills_the_guest_takes_no_other_verdict_with_it()
    {
        // The console is sent by interrupts, which a panic stops.
        var together = await cells.RunTogetherAsync("x86_64-6.12", ["killer"], "#!/bin/sh\nsleep 1; echo c >/proc/sysrq-trigger\n"u8.ToArray());

        together.Select(c => (c.Program, c.Verdict)).ShouldBe([("execwatch", Verdict.Pass), ("killer", Verdict.Infrastructure)]);
        together[0].Attempts.ShouldBe(2, "once with the other, once without");
        together[1].Attempts.ShouldBe(4);
        together[1].Detail.ShouldContain("Kernel panic");
    }

    [Fact]
    public async Task A_kernel_that_can_not_boot_is_no_verdict_on_programs()
    {
        var together = await cells.RunTogetherAsync("x86_64-7.3", ["another"], "#!/bin/sh\n"u8.ToArray(), image: new byte[1 << 20]);

        together.Select(c => (c.Program, c.Verdict, c.Attempts)).ShouldBe(
            [("execwatch", Verdict.Infrastructure, 3), ("another", Verdict.Infrastructure, 3)]);
        together.Select(c => c.Detail).Distinct().ShouldHaveSingleItem().ShouldMatch("^QEMU ended with 1: .*; its console is empty$");
    }

    private static (string Program, int Index, string Kind, ulong? Value)[] Values(IReadOnlyList<RelocationOutcome> resolved) =>
        [.. resolved.Select(r => (r.Program, r.Index, r.Kind, r.Value)).Order()];
}
