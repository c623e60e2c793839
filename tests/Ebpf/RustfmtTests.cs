using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Corewright.Build;
using Corewright.Build.Ebpf;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Ebpf;

/// <summary>All of the repository's Rust is as the store's rustfmt writes it; what is generated, too.</summary>
public class RustfmtTests
{
    private static readonly Rustfmt s_rustfmt = new(RepositoryStore.Paths, RepositoryStore.Store);

    [Fact]
    public async Task There_is_nothing_to_change()
    {
        string crates = RepositoryStore.Paths.EbpfCrates;
        string[] files = [.. Sources(crates), .. Sources(Path.Combine(RepositoryRoot.Path, "tests", "Ebpf", "crates"))];
        files.ShouldContain(Path.Combine(crates, "corewright-kernel", "src", "kernel.rs"));

        (await s_rustfmt.CheckAsync(files, TestContext.Current.CancellationToken)).ShouldBeEmpty("run rustfmt in ebpf-crates");
    }

    [Fact]
    public async Task What_is_to_change_is_shown_and_changed()
    {
        using var crates = new CrateFolder();
        string file = Path.Combine(crates.Paths.EbpfCrates, "corewright-kernel", "src", "lib.rs");
        File.WriteAllText(file, "#![no_std]\npub fn one( ) -> u32 { 1 }\n");

        (await s_rustfmt.CheckAsync([file], TestContext.Current.CancellationToken)).ShouldContain("pub fn one() -> u32");
        await s_rustfmt.FormatAsync([file], TestContext.Current.CancellationToken);
        (await s_rustfmt.CheckAsync([file], TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_no_Rust_is_an_error()
    {
        using var crates = new CrateFolder();
        string file = Path.Combine(crates.Paths.EbpfCrates, "corewright-kernel", "src", "lib.rs");
        File.WriteAllText(file, "fn (\n");

        (await Should.ThrowAsync<BuildException>(() => s_rustfmt.FormatAsync([file], TestContext.Current.CancellationToken)))
            .Message.ShouldStartWith("rustfmt ended with exit code 1:\nerror: ");
    }

    private static IEnumerable<string> Sources(string folder) => Directory.EnumerateFiles(folder, "*.rs", SearchOption.AllDirectories)
        .Where(file => !Path.GetRelativePath(folder, file).StartsWith("target/", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
}
