using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build;
using Corewright.Build.Guests;
using Corewright.Build.Kernels;
using Corewright.Build.Plan;
using Corewright.Build.Store;
using Corewright.Tests.Guests;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader;

/// <summary>The real execwatch, made in the flavours that are not the usual one, on a real kernel.</summary>
public class FlavourGuestTests
{
    private const string Kernel = "x86_64-7.3";
    private const string Mathematics = "libm.so.6";
    private const int Processes = 300;

    // Waits until it is attached, has it see processes, and stops it.
    private const string Watch = """
        /job/loader --json >/results/events 2>/results/said &
        pid=$!
        tries=0
        until grep -q attached /results/said || [ $tries -gt 200 ]; do usleep 50000; tries=$((tries + 1)); done
        i=0
        while [ $i -lt $1 ]; do /bin/busybox true; i=$((i + 1)); done
        usleep 300000
        kill -TERM $pid
        wait $pid
        echo "exit $?"
        """;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Debug_allocates_nothing_once_it_is_attached()
    {
        using var folder = new LoaderFolder();
        ShouldHaveSeenAll(await RunAsync(folder, LoaderFlavour.Debug));
    }

    [Fact]
    public async Task Debug_tells_where_something_was_allocated_once_it_is_attached()
    {
        using var folder = new LoaderFolder();
        folder.Change("loader/Events/EventStream.cs", "        _lost.Report();\n", "        _lost.Report();\n        _kept = new EventLoop();\n");
        folder.Change("loader/Events/EventStream.cs", "    private Fault _fault;\n", "    private Fault _fault;\n    private EventLoop? _kept;\n");
        GuestOutcome.Complete answer = await RunAsync(folder, LoaderFlavour.Debug);

        string said = Encoding.UTF8.GetString(answer.Files["said"]);
        said.ShouldMatch("""^execwatch: attached 2 programs\ncorewright: fatal: memory was asked for after the arena had been frozen at """);
        said.ShouldMatch("packaging/loader/Events/EventStream.cs:[0-9]+");
        answer.Steps["watch"].Output.ShouldBe("exit 70\n", said);
    }

    [Fact]
    public async Task Bcl_sees_what_the_others_see()
    {
        using var folder = new LoaderFolder();
        try
        {
            ShouldHaveSeenAll(await RunAsync(folder, LoaderFlavour.Bcl));
        }
        catch (BuildException e) when (e.Message.Contains("; choose 'flavour: freestanding', or ", StringComparison.Ordinal))
        {
            Assert.Skip(e.Message);
        }
    }

    private static void ShouldHaveSeenAll(GuestOutcome.Complete answer)
    {
        string said = Encoding.UTF8.GetString(answer.Files["said"]);
        answer.Steps["watch"].Output.ShouldBe("exit 0\n", said);
        said.ShouldBe("execwatch: attached 2 programs\n");
        JsonElement[] events = [.. Encoding.UTF8.GetString(answer.Files["events"])
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
        events.Count(e => e.GetProperty("event").GetString() == "exec" && e.GetProperty("filename").GetString() == "/bin/busybox")
            .ShouldBe(Processes);
        events.Count(e => e.GetProperty("event").GetString() == "exit" && e.GetProperty("comm").GetString() == "busybox")
            .ShouldBe(Processes);
    }

    private static async Task<GuestOutcome.Complete> RunAsync(LoaderFolder folder, LoaderFlavour flavour)
    {
        PreparedKernel kernel = await TestGuests.KernelAsync(Kernel);
        byte[] loader = await folder.BuildAsync(kernel, flavour);
        // Of the C library the guest has only what bpftool needs; the rest is in the same package.
        GuestFile[] libraries = flavour != LoaderFlavour.Bcl ? [] : [new GuestFile("/lib/" + Mathematics, await LibraryAsync(Mathematics))];
        var job = new GuestJob($"execwatch as {flavour}", [new GuestFile("/job/loader", loader, Executable: true), .. libraries],
            [new GuestStep("watch", ["sh", "-c", Watch, "sh", $"{Processes}"], s_patience)]);
        GuestOutcome outcome = await TestGuests.Runner()
            .RunAsync(kernel, TestGuests.Architecture(kernel), job, force: false, TestContext.Current.CancellationToken);
        return outcome.ShouldBeOfType<GuestOutcome.Complete>();
    }

    private static async Task<byte[]> LibraryAsync(string name)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        ToolRoot set = await RepositoryStore.Store.OpenAsync("guest-x86_64", cancellation);
        return await File.ReadAllBytesAsync(set.File("usr/lib/x86_64-linux-gnu/" + name), cancellation);
    }
}
