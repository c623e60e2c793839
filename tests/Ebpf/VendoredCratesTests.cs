using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using CliWrap;
using Corewright.Build.Ebpf;
using Corewright.Build.Store;
using Corewright.Tests.Store;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Ebpf;

/// <summary>Crates that the user has vendored, beside those that the core library is compiled with.</summary>
public sealed class VendoredCratesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Both_are_in_one_folder()
    {
        Crate("core/cfg-if-1.0.4");
        Crate("vendor/limits");
        Settings("[source.crates-io]\nreplace-with = \"mine\"\n\n[source.mine]\nreplace-with = 'theirs'\n\n[source.theirs]\ndirectory = \"vendor\"\n");

        IReadOnlyList<string> arguments = await AskAsync(fetches: true);

        string joined = _folder.File("joined");
        arguments.ShouldBe(["--config", "source.crates-io.replace-with='corewright-vendored'", "--config", $"source.corewright-vendored.directory='{joined}'"]);
        Directory.EnumerateDirectories(joined).Select(Path.GetFileName).Order().ShouldBe(["core-cfg-if-1.0.4", "users-limits"]);
        File.ReadAllText(Path.Combine(joined, "users-limits", "Cargo.toml")).ShouldBe("vendor/limits");

        Directory.Delete(_folder.File("vendor"), recursive: true);
        await AskAsync(fetches: true);
        Directory.EnumerateDirectories(joined).Select(Path.GetFileName).ShouldBe(["core-cfg-if-1.0.4"], "cargo names what it lacks");
        Directory.Exists(_folder.File("core/cfg-if-1.0.4")).ShouldBeTrue("only links were deleted");
    }

    [Theory]
    [InlineData("", false, true)]
    [InlineData("", true, false)]
    [InlineData("[source.crates-io]\nreplace-with = \"mirror\"\n\n[source.mirror]\nregistry = \"sparse+http://mirror.test/\"\n", true, false)]
    [InlineData("[source.crates-io]\nreplace-with = \"crates-io\"\n", true, false)]
    public async Task Where_nothing_is_vendored_only_the_core_librarys_take_an_unused_registrys_place(string settings, bool fetches, bool isReplaced)
    {
        Settings(settings);

        IReadOnlyList<string> arguments = await AskAsync(fetches);

        arguments.ShouldBe(isReplaced
            ? ["--config", "source.crates-io.replace-with='corewright-vendored'", "--config", $"source.corewright-vendored.directory='{_folder.File("core")}'"]
            : []);
    }

    [Fact]
    public async Task A_program_with_one_builds_with_this_machine_s_rustup()
    {
        string path = Environment.GetEnvironmentVariable("PATH")!;
        Assert.SkipWhen(EbpfTools.Find("rustup", path) is null, "there is no rustup on PATH");
        Assert.SkipWhen(EbpfTools.Find("cc", path) is null, "there is no cc on PATH, which build scripts of the core library are linked with");
        using CrateFolder crates = CrateSourcesTests.Vendored();
        RustCompiler compiler = await new RustupToolchain(RepositoryStore.Store, RepositoryStore.Plan.Packages.Sets.Keys, path, crates.Paths)
            .FindAsync("rustup", TestContext.Current.CancellationToken);

        await CrateSourcesTests.Builds(crates, new EbpfTools(compiler, Offline: true));
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    private async Task<IReadOnlyList<string>> AskAsync(bool fetches)
    {
        ToolRoot toolchain = await RepositoryStore.Store.OpenAsync("toolchain", TestContext.Current.CancellationToken);
        IReadOnlyList<string> words = toolchain.CommandLine("usr/bin/cargo");
        // VendoredCrates gives the arguments, so the words before them have to be one program.
        Command cargo = Cli.Wrap(ShellScript.Write(_folder.Path, "cargo", $"exec {ShellScript.Quote(words)} \"$@\""))
            .WithWorkingDirectory(_folder.Path)
            .WithEnvironmentVariables(new Dictionary<string, string?> { ["CARGO_HOME"] = _folder.File("home"), ["RUSTC_BOOTSTRAP"] = "1" });
        return await new VendoredCrates(_folder.File("core"), _folder.File("joined")).ArgumentsAsync(cargo, fetches, TestContext.Current.CancellationToken);
    }

    private void Crate(string name)
    {
        Directory.CreateDirectory(_folder.File(name));
        File.WriteAllText(_folder.File(name + "/Cargo.toml"), name);
    }

    private void Settings(string text)
    {
        Directory.CreateDirectory(_folder.File(".cargo"));
        File.WriteAllText(_folder.File(".cargo/config.toml"), text);
    }
}
