using System.Collections.Generic;
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
        foreach (string file in (string[])["kernel.rs", "header.rs", "exit.rs"])
            crates.Change($"programs/execwatch/src/{file}", "start_boottime", "start_of_time");
        EbpfObject broken = await crates.BuildAsync("execwatch");

        MatrixCell cell = await cells.RunAsync(broken, "x86_64-6.12");

        cell.Verdict.ShouldBe(Verdict.RelocationFailed);
        cell.Detail.ShouldContain("offline: ");
        cell.Detail.ShouldContain("task_struct.start_of_time");
        cell.Detail.ShouldContain("bpftool ended with ");
        cell.Detail.ShouldContain("the loader's check failed (relocation-failed): ");
        cell.Events.ShouldBeEmpty();
        cell.Evidence["running"].ShouldContain("the loader ended before it attached");
    }

    [Fact]
    public async Task An_event_that_lies_is_caught_though_everything_loads()
    {
        using var crates = new CrateFolder();
        crates.Change("programs/execwatch/src/header.rs", "task_struct, real_parent)", "task_struct, group_leader)");
        EbpfObject lying = await crates.BuildAsync("execwatch");

        MatrixCell cell = await cells.RunAsync(lying, "x86_64-6.12");

        cell.Verdict.ShouldBe(Verdict.EventsWrong);
        cell.Events.Where(e => !e.Matches).Select(e => e.Field).ShouldBe(["ppid", "ppid", "ppid", "ppid"]);
        Values(cell.Libbpf).ShouldBe(Values(cell.Offline));
    }

    private static (string Program, int Index, string Kind, ulong? Value)[] Values(IReadOnlyList<RelocationOutcome> resolved) =>
        [.. resolved.Select(r => (r.Program, r.Index, r.Kind, r.Value)).Order()];
}
