using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build;
using Corewright.Build.Ebpf;
using Corewright.Build.Ebpf.Generate;
using Corewright.Build.Guests;
using Corewright.Build.Kernels;
using Corewright.Build.Loaders;
using Corewright.Build.Scaffold;
using Corewright.Tests.Ebpf;
using Corewright.Tests.Guests;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Scaffold;

public sealed class ScaffolderTests : IDisposable
{
    // What differs in kind: something of a process, with an answer, and packets.
    private static readonly string[] s_shown = ["tracepoint", "cgroup-connect", "xdp"];

    private static readonly string s_templates = Path.Combine(RepositoryRoot.Path, "build", "Scaffold", "templates");

    private readonly CrateFolder _crates = new("scaffolded");

    public void Dispose() => _crates.Dispose();

    [Fact]
    public async Task Each_kind_begins_with_a_program_that_works()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        BuildPaths paths = _crates.Paths;
        foreach (string folder in (string[])["corlib", "bpf", "loader"])
            Copy(Path.Combine(RepositoryRoot.Path, "packaging", folder), Path.Combine(paths.Packaging, folder));
        var scaffolder = new Scaffolder(paths, s_templates);
        PreparedKernel kernel = await TestGuests.KernelAsync("x86_64-7.3");
        var files = new List<GuestFile>();
        var steps = new List<GuestStep>();
        foreach (ProgramKind kind in ProgramKind.All)
        {
            string name = "new-" + kind.Name;
            await scaffolder.WriteAsync(name, kind, cancellation);
            EbpfObject made = await _crates.BuildAsync(name);
            if (!s_shown.Contains(kind.Name))
                continue;
            await GeneratedSources.UpdateAsync([made], paths, RepositoryStore.Log, cancellation);
            var request = new LoaderRequest(
                made, "0.1.0", [TestGuests.Architecture(kernel)], new Dictionary<string, IReadOnlyList<EmbeddedBtf>>(), []);
            LoaderBinary loader = (await new LoaderBuilder(paths, RepositoryStore.Store, RepositoryStore.Log).BuildAsync(request, cancellation)).Single();
            files.Add(new GuestFile("/job/" + name, await File.ReadAllBytesAsync(loader.Path, cancellation), Executable: true));
            steps.Add(new GuestStep(kind.Name, ["sh", "-c", Watched(name, kind.Workload)], TimeSpan.FromSeconds(60)));
        }

        GuestOutcome outcome = await TestGuests.Runner().RunAsync(
            kernel, TestGuests.Architecture(kernel), new GuestJob("scaffolded programs", files, steps), force: false, cancellation);
        var answer = outcome.ShouldBeOfType<GuestOutcome.Complete>();
        foreach (string kind in s_shown)
        {
            string[] lines = answer.Steps[kind].Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            lines.ShouldNotBeEmpty($"{kind}: {answer.Steps[kind]}");
            lines.ShouldAllBe(line => JsonDocument.Parse(line, default).RootElement.GetProperty("event").GetString() == "new-" + kind);
        }
    }

    [Theory]
    [InlineData("Openwatch")]
    [InlineData("9lives")]
    [InlineData("a--b")]
    [InlineData("../x")]
    [InlineData("x/y")]
    [InlineData("")]
    [InlineData("a-name-that-is-much-too-long")]
    public void A_name_that_is_none_is_refused(string name) =>
        Should.Throw<BuildException>(() => new Scaffolder(_crates.Paths, s_templates).Files(name, ProgramKind.All[0]))
            .Message.ShouldContain("can't be a program's name");

    [Fact]
    public void A_kind_that_is_none_is_refused_with_the_nearest() =>
        Should.Throw<BuildException>(() => ProgramKind.Named("tracepont")).Message.ShouldContain("did you mean 'tracepoint'?");

    [Fact]
    public async Task A_program_that_is_there_stays_as_it_is()
    {
        string main = Path.Combine(_crates.Paths.EbpfCrates, "programs", "execwatch", "src", "main.rs");
        string before = File.ReadAllText(main);
        var e = await Should.ThrowAsync<BuildException>(() => new Scaffolder(_crates.Paths, s_templates)
            .WriteAsync("execwatch", ProgramKind.All[0], TestContext.Current.CancellationToken));
        e.Message.ShouldContain("ebpf-crates/execwatch-types/Cargo.toml: the file is there already");
        File.ReadAllText(main).ShouldBe(before);
        Directory.Exists(Path.Combine(_crates.Paths.Root, "tests")).ShouldBeFalse("nothing was written");
    }

    private static string Watched(string name, string workload) => $"""
        /job/{name} --json >/tmp/{name}.out 2>/tmp/{name}.err &
        pid=$!
        tries=0
        until grep -q attached /tmp/{name}.err || [ $tries -gt 200 ]; do usleep 50000; tries=$((tries + 1)); done
        ({workload}) >/dev/null 2>&1
        usleep 300000
        kill -TERM $pid
        wait $pid || cat /tmp/{name}.err >&2
        cat /tmp/{name}.out
        """;

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string relative = Path.GetRelativePath(from, file);
            if (relative.Split('/')[0] is "bin" or "obj")
                continue;
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(to, relative))!);
            File.Copy(file, Path.Combine(to, relative));
        }
    }
}
