using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Guests;
using Corewright.Build.Kernels;
using Corewright.Build.Loaders;
using Corewright.Build.Plan;
using Corewright.Tests.Features;
using Corewright.Tests.Guests;
using Shouldly;
using Xunit;

namespace Corewright.Tests.BpfRun;

/// <summary>What bpfrun shows of ring buffers and perf event arrays on real kernels.</summary>
public class SampleDumpGuestTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);

    [Theory]
    [InlineData("x86_64-7.3")]
    [InlineData("aarch64-5.10")]
    public async Task Samples_are_counted_and_shown(string kernelId)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        PreparedKernel kernel = await TestGuests.KernelAsync(kernelId);
        Architecture architecture = TestGuests.Architecture(kernel);
        LoaderBinary bpfrun = await new BpfRunBuilder(RepositoryStore.Paths, RepositoryStore.Store).BuildAsync("0.1.0", architecture, cancellation);
        var job = new GuestJob($"samples on {kernelId}",
            [
                new GuestFile("/job/bpfrun", await File.ReadAllBytesAsync(bpfrun.Path, cancellation), Executable: true),
                new GuestFile("/job/samples.bpf.o", await CObjects.BuildAsync("samples", cancellation)),
            ],
            [
                new GuestStep("run",
                    [
                        "/job/bpfrun", "run", "/job/samples.bpf.o", "--json", "--samples", "ring=exec", "--samples", "perf=exec",
                        "--samples=plain=nothing", "--", "sh", "-c", "for i in 1 2 3 4; do /bin/busybox true; done",
                    ], s_patience),
                new GuestStep("counts", ["/job/bpfrun", "run", "/job/samples.bpf.o", "--json", "--", "sh", "-c", "exit 0"], s_patience),
            ]);

        var answer = (await TestGuests.Runner(processors: 2).RunAsync(kernel, architecture, job, force: false, cancellation))
            .ShouldBeOfType<GuestOutcome.Complete>();

        JsonElement maps = JsonDocument.Parse(answer.Steps["run"].Output).RootElement.GetProperty("maps");
        foreach (string map in (string[])["ring", "perf"])
        {
            maps.GetProperty(map).GetProperty("sample_count").GetInt32().ShouldBe(5);
            JsonElement[] samples = [.. maps.GetProperty(map).GetProperty("samples").EnumerateArray()];
            samples.Select(s => s.GetProperty("number").GetInt32()).Order().ShouldBe([1, 2, 3, 4, 5]);
            samples.Select(s => s.GetProperty("delta").GetInt32()).ShouldAllBe(d => d == -3);
            samples.Select(s => s.GetProperty("comm").GetString()).Order(StringComparer.Ordinal)
                .ShouldBe(["busybox", "busybox", "busybox", "busybox", "sh"]);
        }
        maps.GetProperty("perf").GetProperty("lost").GetInt32().ShouldBe(0);
        maps.GetProperty("plain").GetProperty("samples").EnumerateArray().Select(s => s.GetString()).ShouldBe(Enumerable.Repeat("01020304", 5));

        maps = JsonDocument.Parse(answer.Steps["counts"].Output).RootElement.GetProperty("maps");
        maps.GetProperty("ring").GetProperty("sample_count").GetInt32().ShouldBe(1);
        maps.GetProperty("perf").GetProperty("sample_count").GetInt32().ShouldBe(1);
        maps.GetProperty("ring").TryGetProperty("samples", out _).ShouldBeFalse();
    }
}
