using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Ebpf;
using Corewright.Build.Guests;
using Corewright.Build.Kernels;
using Corewright.Build.Loaders;
using Corewright.Tests.Features;
using Corewright.Tests.Guests;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Ebpf;

/// <summary>What a crate of Aya's shape comes to runs on kernels of each architecture: one object, its maps, our relocations.</summary>
public class AyaShapeGuestTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("x86_64-5.10")]
    [InlineData("x86_64-7.3")]
    [InlineData("aarch64-7.3")]
    [InlineData("armv7-7.2")]
    public async Task It_counts_and_reads_tasks(string kernelId)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        PreparedKernel kernel = await TestGuests.KernelAsync(kernelId);
        using var crates = new CrateFolder();
        crates.Add("aya_shape");
        EbpfObject made = await crates.BuildAsync("aya_shape");
        LoaderBinary bpfrun = await new BpfRunBuilder(RepositoryStore.Paths, RepositoryStore.Store)
            .BuildAsync("0.1.0", TestGuests.Architecture(kernel), cancellation);
        string[] types = kernel.HasOwnBtf ? [] : ["--btf", "/job/kernel.btf"];
        var job = new GuestJob($"a crate of Aya's shape on {kernelId}",
        [
            new GuestFile("/job/bpfrun", await File.ReadAllBytesAsync(bpfrun.Path, cancellation), Executable: true),
            new GuestFile("/job/aya.o", await File.ReadAllBytesAsync(made.Path, cancellation)),
            .. kernel.HasOwnBtf ? Array.Empty<GuestFile>() : [new GuestFile("/job/kernel.btf", await File.ReadAllBytesAsync(kernel.Btf, cancellation))],
        ],
        [
            // Two children of the shell, then itself.
            new GuestStep("run", ["/job/bpfrun", "run", "/job/aya.o", "--json", .. types, "--", "sh", "-c", "busybox true; busybox true; exec busybox true"], s_patience),
        ]);

        var answer = (await TestGuests.Runner().RunAsync(kernel, TestGuests.Architecture(kernel), job, force: false, cancellation))
            .ShouldBeOfType<GuestOutcome.Complete>();

        GuestStepResult step = answer.Steps["run"];
        step.ExitCode.ShouldBe(0, step.Error);
        JsonElement maps = new FeatureReport(step, kernel.Kernel).Json.GetProperty("maps");
        maps.GetProperty("TOTALS").GetProperty("entries")[0].GetProperty("value").GetInt64().ShouldBe(7, "the shell and two children start and end, and the shell becomes another program");
        Dictionary<int, byte[]> counts = Entries(maps, "COUNTS"), tasks = Entries(maps, "TASKS");
        counts.Values.Select(value => BitConverter.ToInt64(value)).Order().ShouldBe([2, 2, 3]);

        // Read through relocations: each task's own number, and its parent's, the shell's.
        tasks.Count.ShouldBe(3);
        tasks.ShouldAllBe(task => BitConverter.ToInt32(task.Value) == task.Key);
        int shell = counts.Single(count => BitConverter.ToInt64(count.Value) == 3).Key;
        tasks.Where(task => task.Key != shell).ShouldAllBe(task => BitConverter.ToInt32(task.Value, 4) == shell);
        BitConverter.ToInt32(tasks[shell], 4).ShouldBeInRange(1, shell - 1);
    }

    /// <summary>A map of seven words says nothing of types: values are bytes.</summary>
    private static Dictionary<int, byte[]> Entries(JsonElement maps, string name) => maps.GetProperty(name).GetProperty("entries").EnumerateArray()
        .ToDictionary(entry => entry.GetProperty("key").GetInt32(), entry => Convert.FromHexString(entry.GetProperty("value").GetString()!));
}
