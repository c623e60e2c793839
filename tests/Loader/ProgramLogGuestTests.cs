using System;
using System.IO;
using System.Linq;
using System.Text;
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

/// <summary>Programs that log, on real kernels.</summary>
public class ProgramLogGuestTests
{
    private const string Main = "programs/execwatch/src/main.rs";

    // What is below the level that is compiled in has an argument that would not pass the verifier.
    private const string Logging = """
            corewright_ebpf::info!(context, "exec of {} by {}, {:#x} {} {{}}", header.comm, header.pid, 0xbeef_u16, -5_i8);
            corewright_ebpf::warn!("no context, no arguments");
            corewright_ebpf::debug!(context, "{}", unsafe { *(8 as *const u64) });
        """;

    private const string Run = """
        /job/loader $1 >/results/events$1 2>/results/said$1 &
        pid=$!
        tries=0
        until grep -q attached /results/said$1 || [ $tries -gt 200 ]; do usleep 50000; tries=$((tries + 1)); done
        /bin/busybox true
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
    public async Task Log_records_arrive_as_text_and_as_json(string id)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var crates = new CrateFolder();
        const string Before = "    let header = header::of_current(EventKind::Exec)?;\n";
        crates.Change(Main, Before, Before + Logging + "\n");
        EbpfObject program = await crates.BuildAsync("execwatch");
        Directory.CreateSymbolicLink(crates.Paths.Packaging, RepositoryStore.Paths.Packaging);
        PreparedKernel kernel = await TestGuests.KernelAsync(id);
        var btf = await EmbeddedKernels.PrepareAsync(program, [kernel], crates.Paths, cancellationToken);
        var request = new LoaderRequest(program, "0.1.0", [TestGuests.Architecture(kernel)], btf, []);
        LoaderBinary loader = (await new LoaderBuilder(crates.Paths, RepositoryStore.Store, RepositoryStore.Log)
            .BuildAsync(request, cancellationToken)).Single();
        byte[] executable = await File.ReadAllBytesAsync(loader.Path, cancellationToken);
        var job = new GuestJob($"program log on {id}", [new GuestFile("/job/loader", executable, Executable: true)],
        [
            new GuestStep("text", ["sh", "-c", Run, "sh", ""], s_patience),
            new GuestStep("json", ["sh", "-c", Run, "sh", "--json"], s_patience),
        ]);

        var answer = (await TestGuests.Runner().RunAsync(
            kernel, TestGuests.Architecture(kernel), job, force: true, cancellationToken)).ShouldBeOfType<GuestOutcome.Complete>();

        answer.Steps["text"].Output.ShouldBe("exit 0\n");
        string said = Encoding.UTF8.GetString(answer.Files["said"]);
        said.ShouldMatch("info: execwatch: exec of (true|busybox) by [0-9]+, 0xbeef -5 \\{\\} \\(\\S*programs/execwatch/src/main.rs:[0-9]+\\)\n");
        said.ShouldMatch("warn: execwatch: no context, no arguments \\(\\S*main.rs:[0-9]+\\)\n");
        said.ShouldNotContain("debug");
        said.ShouldNotContain("lost");

        answer.Steps["json"].Output.ShouldBe("exit 0\n");
        var logged = Encoding.UTF8.GetString(answer.Files["events--json"])
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(e => e.GetProperty("event").GetString() == "log").ToList();
        logged.ShouldContain(e => e.GetProperty("level").GetString() == "info" && e.GetProperty("message").GetString()!.StartsWith("exec of "));
        logged.ShouldContain(e => e.GetProperty("level").GetString() == "warn" && e.GetProperty("target").GetString() == "execwatch");
    }
}
