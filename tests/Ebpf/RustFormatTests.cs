using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;
using Corewright.Build.Store;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Ebpf;

/// <summary>All of the repository's Rust is as the store's rustfmt writes it, with ebpf-crates/rustfmt.toml; what is generated, too.</summary>
public class RustFormatTests
{
    [Fact]
    public async Task Rustfmt_has_nothing_to_change()
    {
        string crates = RepositoryStore.Paths.EbpfCrates, shown = Path.Combine(RepositoryRoot.Path, "tests", "Ebpf", "crates");
        string[] files = [.. Sources(crates), .. Sources(shown)];
        files.ShouldContain(Path.Combine(crates, "corewright-kernel", "src", "kernel.rs"));

        BufferedCommandResult answer = await CheckAsync(files);

        answer.StandardError.ShouldBeEmpty();
        answer.StandardOutput.Replace(RepositoryRoot.Path + "/", "").ShouldBeEmpty("run rustfmt");
        answer.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task It_would_see_what_is_not_as_it_writes_it()
    {
        using var crates = new CrateFolder();
        crates.Write("corewright-kernel/src/lib.rs", "#![no_std]\npub fn one( ) -> u32 { 1 }\n");

        BufferedCommandResult answer = await CheckAsync([Path.Combine(crates.Paths.EbpfCrates, "corewright-kernel", "src", "lib.rs")]);

        answer.ExitCode.ShouldBe(1);
        answer.StandardOutput.ShouldContain("pub fn one() -> u32");
    }

    private static async Task<BufferedCommandResult> CheckAsync(IEnumerable<string> files)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        ToolRoot tools = await RepositoryStore.Store.OpenAsync("rustfmt", cancellation);
        return await tools.Command("usr/bin/rustfmt",
            ["--check", "--edition", "2024", "--config-path", Path.Combine(RepositoryStore.Paths.EbpfCrates, "rustfmt.toml"), .. files])
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(cancellation);
    }

    private static IEnumerable<string> Sources(string folder) => Directory.EnumerateFiles(folder, "*.rs", SearchOption.AllDirectories)
        .Where(file => !Path.GetRelativePath(folder, file).StartsWith("target/")).Order(System.StringComparer.Ordinal);
}
