using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
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

/// <summary>A loader that is too slow on real kernels: none of the events that it missed goes untold.</summary>
public partial class LostEventsGuestTests
{
    // The loader stands still while much more happens than its ring holds.
    private const string TooSlow = """
        /job/loader $1 >/results/events$1 2>/results/said$1 &
        pid=$!
        tries=0
        until grep -q attached /results/said$1 || [ $tries -gt 200 ]; do usleep 50000; tries=$((tries + 1)); done
        kill -STOP $pid
        i=0
        while [ $i -lt 60 ]; do /bin/busybox true; i=$((i + 1)); done
        kill -CONT $pid
        usleep 300000
        kill -TERM $pid
        wait $pid
        echo "exit $?"
        """;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);

    [Theory]
    [InlineData("x86_64-5.10")]
    [InlineData("x86_64-7.3")]
    [InlineData("aarch64-7.3")]
    [InlineData("armv7-6.12")]
    public async Task What_found_no_room_is_told(string kernel)
    {
        using var crates = new CrateFolder();
        crates.Change("programs/execwatch/src/main.rs", "static EVENTS: RingBuf<{ 256 * 1024 }>;", "static EVENTS: RingBuf<4096>;");
        var answer = await RunAsync(crates, kernel);

        answer.Steps["text"].Output.ShouldBe("exit 0\n");
        string said = System.Text.Encoding.UTF8.GetString(answer.Files["said"]);
        Match told = Told().Match(said);
        told.Success.ShouldBeTrue(said);
        // 60 processes start and end; the ring holds a dozen events.
        int.Parse(told.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThan(60);

        answer.Steps["json"].Output.ShouldBe("exit 0\n");
        int lost = System.Text.Encoding.UTF8.GetString(answer.Files["events--json"])
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(e => e.GetProperty("event").GetString() == "lost")
            .Sum(e => e.GetProperty("count").GetInt32());
        lost.ShouldBeGreaterThan(60);
    }

    [GeneratedRegex("execwatch: ([0-9]+) events lost\n")]
    private static partial Regex Told();

    private static async Task<GuestOutcome.Complete> RunAsync(CrateFolder crates, string id)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        EbpfObject program = await crates.BuildAsync("execwatch");
        Directory.CreateSymbolicLink(crates.Paths.Packaging, RepositoryStore.Paths.Packaging);
        PreparedKernel kernel = await TestGuests.KernelAsync(id);
        var btf = await EmbeddedKernels.PrepareAsync(program, [kernel], crates.Paths, cancellationToken);
        var request = new LoaderRequest(program, "0.1.0", [TestGuests.Architecture(kernel)], btf, []);
        LoaderBinary loader = (await new LoaderBuilder(crates.Paths, RepositoryStore.Store, RepositoryStore.Log)
            .BuildAsync(request, cancellationToken)).Single();
        byte[] executable = await File.ReadAllBytesAsync(loader.Path, cancellationToken);
        var job = new GuestJob($"lost events on {id}", [new GuestFile("/job/loader", executable, Executable: true)],
        [
            new GuestStep("text", ["sh", "-c", TooSlow, "sh", ""], s_patience),
            new GuestStep("json", ["sh", "-c", TooSlow, "sh", "--json"], s_patience),
        ]);
        GuestOutcome outcome = await TestGuests.Runner().RunAsync(
            kernel, TestGuests.Architecture(kernel), job, force: true, cancellationToken);
        return outcome.ShouldBeOfType<GuestOutcome.Complete>();
    }
}
