using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Corewright.Build.Ebpf;
using Corewright.Build.Guests;
using Corewright.Build.Kernels;
using Corewright.Build.Loaders;
using Corewright.Tests.Ebpf;
using Corewright.Tests.Guests;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader;

/// <summary>Programs that real verifiers refuse: whether the loader tells their author where.</summary>
public class VerifierSummaryGuestTests
{
    private const string Main = "programs/execwatch/src/main.rs", Exit = "programs/execwatch/src/exit.rs";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);

    [Theory]
    [InlineData("x86_64-5.10")]
    [InlineData("x86_64-7.3")]
    public async Task A_refused_access_in_a_subprogram_is_shown_with_its_line(string kernel)
    {
        using var crates = new CrateFolder();
        crates.Change(Exit, "    let leader = task.group_leader()?;",
            "    let leader = peek(task as u64) as *const task_struct;");
        crates.Change(Exit, "/// Once for each thread that exits; reports once for each process.",
            "#[inline(never)]\nfn peek(task: u64) -> u64 {\n    let address = (task & !7) as *const u64;\n"
            + "    unsafe { address.read_volatile() } // refused\n}\n\n/// Once for each thread that exits; reports once for each process.");
        IReadOnlyDictionary<string, GuestStepResult> steps = await RunAsync(crates, kernel);

        string place = Place(crates, Exit, "// refused");
        string summary = steps["check"].Output;
        summary.ShouldContain($"    {place}: unsafe {{ address.read_volatile() }} // refused\n");
        summary.ShouldContain(", in function ");
        summary.ShouldContain("invalid mem access '");
        summary.ShouldNotContain("processed ");
        steps["check"].ExitCode.ShouldBe(7);
        steps["check"].Error.ShouldContain($" at {place}: R1 invalid mem access '");
        steps["stream"].Error.ShouldContain($"    {place}: ");
        // The kernel knows the lines: it prints them between the instructions.
        string whole = steps["log"].Output;
        whole.ShouldContain("; unsafe { address.read_volatile() } // refused");
        whole.ShouldContain("processed ");
        if (kernel == "x86_64-7.3")
            whole.ShouldContain(" @ exit.rs:");
        JsonElement report = JsonDocument.Parse(steps["json"].Output).RootElement;
        report.GetProperty("programs").EnumerateArray().Single(program => program.GetProperty("result").GetString() == "failed")
            .GetProperty("log").GetString()!.ShouldContain("processed ");
    }

    [Theory]
    [InlineData("x86_64-5.10")]
    [InlineData("x86_64-7.3")]
    public async Task A_missing_field_that_is_reached_is_named_with_its_line(string kernel)
    {
        using var crates = new CrateFolder();
        crates.Change("corewright-kernel/src/kernel.rs", "pub oom_score_adj: i16,",
            "pub oom_score_adj: i16,\n        /// In no kernel.\n        pub never_there: u32,");
        crates.Change(Exit, "signal.flags()?", "core_read!(signal, never_there)?");
        IReadOnlyDictionary<string, GuestStepResult> steps = await RunAsync(crates, kernel);

        string place = Place(crates, Exit, "never_there");
        string summary = steps["check"].Output;
        summary.ShouldContain($"    {place}: let flags = core_read!(signal, never_there)?;\n");
        summary.ShouldMatch("\n    not on this kernel: signal_struct.never_there \\(relocation #[0-9]+, byte_off\\)\n");
        steps["check"].Error.ShouldContain($" at {place}; guard it");
        steps["stream"].Error.ShouldContain("    not on this kernel: signal_struct.never_there ");
    }

    private static string Place(CrateFolder crates, string file, string mark)
    {
        string[] lines = File.ReadAllLines(Path.Combine(crates.Paths.EbpfCrates, file));
        return $"./{file}:{Array.FindIndex(lines, line => line.Contains(mark, StringComparison.Ordinal)) + 1}";
    }

    private static async Task<IReadOnlyDictionary<string, GuestStepResult>> RunAsync(CrateFolder crates, string id)
    {
        EbpfObject program = await crates.BuildAsync("execwatch");
        Directory.CreateSymbolicLink(crates.Paths.Packaging, RepositoryStore.Paths.Packaging);
        PreparedKernel kernel = await TestGuests.KernelAsync(id);
        var request = new LoaderRequest(
            program, "0.1.0", [TestGuests.Architecture(kernel)], new Dictionary<string, IReadOnlyList<EmbeddedBtf>>(), []);
        LoaderBinary loader = (await new LoaderBuilder(crates.Paths, RepositoryStore.Store, RepositoryStore.Log)
            .BuildAsync(request, TestContext.Current.CancellationToken)).Single();
        byte[] executable = await File.ReadAllBytesAsync(loader.Path, TestContext.Current.CancellationToken);
        var job = new GuestJob($"verifier's words on {id}", [new GuestFile("/job/loader", executable, Executable: true)],
        [
            new GuestStep("check", ["/job/loader", "check"], s_patience),
            new GuestStep("log", ["/job/loader", "check", "--log"], s_patience),
            new GuestStep("json", ["/job/loader", "check", "--json"], s_patience),
            new GuestStep("stream", ["/job/loader"], s_patience),
        ]);
        GuestOutcome outcome = await TestGuests.Runner().RunAsync(
            kernel, TestGuests.Architecture(kernel), job, force: true, TestContext.Current.CancellationToken);
        return outcome.ShouldBeOfType<GuestOutcome.Complete>().Steps;
    }
}
