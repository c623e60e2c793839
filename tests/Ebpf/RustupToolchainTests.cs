using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build;
using Corewright.Build.Ebpf;
using Corewright.Build.Store;
using Corewright.Tests.Store;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Ebpf;

/// <summary>
/// The user's own toolchain: as this machine's rustup has it, and as a folder of the same shape that is made of the store's
/// compiler, with a <c>rustup</c> that answers for it.
/// </summary>
public sealed class RustupToolchainTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("rustup")]
    [InlineData("rustup:nightly")]
    public async Task This_machine_s_rustup_builds_what_the_store_s_compiler_does(string choice)
    {
        string path = Environment.GetEnvironmentVariable("PATH")!;
        Assert.SkipWhen(EbpfTools.Find("rustup", path) is null, "there is no rustup on PATH");
        Assert.SkipWhen(EbpfTools.Find("cc", path) is null, "there is no cc on PATH, which build scripts of the core library are linked with");
        using var crates = new CrateFolder();
        crates.Add("aya_shape");
        RustCompiler compiler;
        try
        {
            compiler = await Find(crates.Paths, path, choice);
        }
        catch (BuildException e) when (choice == "rustup:nightly" && e.Message.Contains("not installed", StringComparison.Ordinal))
        {
            Assert.Skip("rustup has no nightly");
            return;
        }

        compiler.IsUsers.ShouldBeTrue();
        EbpfObject made = await crates.BuildAsync("aya_shape", new EbpfTools(compiler));

        AyaShapeTests.Check(File.ReadAllBytes(made.Path));
        (await crates.BuildAsync("aya_shape", new EbpfTools(compiler))).ShouldBe(made, "nothing changed");
    }

    [Fact]
    public async Task A_toolchain_in_rustup_s_folders_is_found_and_driven()
    {
        using var crates = new CrateFolder();
        crates.Add("aya_shape");
        string path = await FakeAsync(core: true);
        RustCompiler compiler = await Find(crates.Paths, path, "rustup:mine");

        compiler.Cargo.ShouldBe([Path.Combine(_folder.Path, "toolchains", "mine-x86_64-unknown-linux-gnu", "bin", "cargo")]);
        compiler.CargoArguments.ShouldBeEmpty("core for BPF is there");
        AyaShapeTests.Check(File.ReadAllBytes((await crates.BuildAsync("aya_shape", new EbpfTools(compiler))).Path));
        File.ReadAllText(Path.Combine(_folder.Path, "ran")).ShouldContain("cargo build", Case.Sensitive, "it was this one that ran");
    }

    [Fact]
    public async Task Without_rust_src_the_store_s_source_of_that_version_is_put_beside_it()
    {
        string path = await FakeAsync(core: false);
        var store = new SourceStore(_folder);
        RustCompiler compiler = await new RustupToolchain(store, ["rust-src-1.96"], path, Paths).FindAsync("rustup", Cancellation);

        store.Asked.ShouldBe("rust-src-1.96");
        compiler.CargoArguments.ShouldBe(["-Z", "build-std=core"]);
        compiler.Vendor.ShouldBe(Path.Combine(_folder.Path, "usr", "src", "rustc-1.96.0", "library", "vendor"));
        string sysroot = compiler.Rustc[^1];
        compiler.Rustc[^2].ShouldBe("--sysroot");
        File.ReadAllText(Path.Combine(sysroot, "lib", "rustlib", "src", "rust", "library", "core", "lib.rs")).ShouldBe("// core");
        File.Exists(Path.Combine(sysroot, "bin", "rustc")).ShouldBeTrue();
        Directory.Exists(Path.Combine(sysroot, "lib", "rustlib", "x86_64-unknown-linux-gnu")).ShouldBeTrue();

        (await Should.ThrowAsync<BuildException>(() => new RustupToolchain(store, [], path, Paths).FindAsync("rustup", Cancellation))).Message
            .ShouldMatch(@"--toolchain=rustup: the toolchain \(rustc 1\.96\..*\) lacks the component rust-src, and targets/packages.yml has no set rust-src-1\.96; run: rustup component add rust-src");
    }

    [Fact]
    public async Task The_component_rust_src_comes_first()
    {
        string path = await FakeAsync(core: false);
        string library = Path.Combine(_folder.Path, "toolchains", "mine-x86_64-unknown-linux-gnu", "lib", "rustlib", "src", "rust", "library");
        Directory.CreateDirectory(library);
        RustCompiler compiler = await Find(Paths, path, "rustup");

        compiler.Rustc.Count.ShouldBe(1);
        compiler.CargoArguments.ShouldBe(["-Z", "build-std=core"]);
        compiler.FetchesCore.ShouldBeTrue("its crates are not with it");
    }

    [Fact]
    public async Task What_is_missing_is_said()
    {
        (await Should.ThrowAsync<BuildException>(() => Find(Paths, "/nowhere", "rustup"))).Message.ShouldBe(
            "--toolchain=rustup: rustup is not on PATH; install it, or leave the option out: the store's compiler needs none");
        string path = await FakeAsync(core: true);
        (await Should.ThrowAsync<BuildException>(() => Find(Paths, path, "rustup:other"))).Message.ShouldBe(
            "--toolchain=rustup:other: rustup which --toolchain other rustc fails: error: toolchain 'other' is not installed; "
            + "rustup has: mine-x86_64-unknown-linux-gnu; choose with --toolchain=rustup:NAME");
        BuildSettings asked = BuildSettings.Default with { Linker = "bpf-linker-that-nobody-has" };
        (await Should.ThrowAsync<BuildException>(() => EbpfTools.ChooseAsync(asked, RepositoryStore.Store, [], Paths, Cancellation))).Message.ShouldBe(
            "--linker=bpf-linker-that-nobody-has: bpf-linker-that-nobody-has is not on PATH; install it, or leave the option out: our own linker takes its place");
    }

    [Fact]
    public async Task What_bpf_linker_leaves_is_finalised()
    {
        // It links and compiles, and knows nothing of marks: so does this.
        ToolRoot toolchain = await RepositoryStore.Store.OpenAsync("toolchain", Cancellation);
        string ours = ShellScript.Quote("dotnet", typeof(EbpfTools).Assembly.Location, "link");
        string llc = ShellScript.Quote([.. toolchain.CommandLine("usr/lib/llvm-22/bin/llc")]);
        string linker = ShellScript.Write(_folder.Path, "bpf-linker", $"""
            set -e
            for word; do [ "$last" = -o ] && output=$word; last=$word; done
            {ours} "$@" --emit=llvm-bc
            mv "$output" "$output.bc"
            {llc} -mcpu=v3 -filetype=obj -bpf-disable-trap-unreachable "$output.bc" -o "$output"
            echo "$@" >>{ShellScript.Quote(Path.Combine(_folder.Path, "ran"))}
            """);
        using var crates = new CrateFolder();
        crates.Add("aya_shape");

        EbpfObject made = await crates.BuildAsync("aya_shape", new EbpfTools(RustCompiler.OfStore(toolchain), linker));

        AyaShapeTests.Check(File.ReadAllBytes(made.Path));
        File.ReadAllText(Path.Combine(_folder.Path, "ran")).ShouldEndWith(" --btf\n");
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    private BuildPaths Paths => new(_folder.Path, RepositoryStore.Paths.Cache);

    private static Task<RustCompiler> Find(BuildPaths paths, string path, string choice) =>
        new RustupToolchain(RepositoryStore.Store, RepositoryStore.Plan.Packages.Sets.Keys, path, paths).FindAsync(choice, Cancellation);

    /// <summary>A PATH with a rustup whose only toolchain is the store's compiler, with or without <c>core</c> for BPF.</summary>
    private async Task<string> FakeAsync(bool core)
    {
        const string Name = "mine-x86_64-unknown-linux-gnu";
        ToolRoot toolchain = await RepositoryStore.Store.OpenAsync("toolchain", Cancellation);
        string root = Path.Combine(_folder.Path, "toolchains", Name), bin = Path.Combine(root, "bin"), path = Path.Combine(_folder.Path, "path");
        string libraries = Directory.CreateDirectory(Path.Combine(root, "lib", "rustlib")).FullName;
        Directory.CreateDirectory(Path.Combine(libraries, "x86_64-unknown-linux-gnu"));
        if (core)
            File.CreateSymbolicLink(Path.Combine(libraries, "bpfel-unknown-none"), toolchain.File("usr/lib/rustlib/bpfel-unknown-none"));
        Directory.CreateDirectory(bin);
        Directory.CreateDirectory(path);
        string ran = ShellScript.Quote(Path.Combine(_folder.Path, "ran"));
        ShellScript.Write(bin, "rustc", $"exec {ShellScript.Quote(toolchain.CommandLine("usr/bin/rustc"))} --sysroot {ShellScript.Quote(root)} \"$@\"");
        ShellScript.Write(bin, "cargo", $"echo cargo \"$@\" >>{ran}\nexec {ShellScript.Quote(toolchain.CommandLine("usr/bin/cargo"))} \"$@\"");
        ShellScript.Write(path, "rustup", $"""
            case "$*" in
            "which rustc" | "which --toolchain mine rustc") echo {ShellScript.Quote(bin)}/rustc ;;
            "which cargo" | "which --toolchain mine cargo") echo {ShellScript.Quote(bin)}/cargo ;;
            "toolchain list") echo {Name} ;;
            *) echo "error: toolchain '$3' is not installed" >&2; exit 1 ;;
            esac
            """);
        return path;
    }

    private sealed class SourceStore(TemporaryFolder folder) : IToolStore
    {
        public string Asked { get; private set; } = "";

        public Task<ToolRoot> OpenAsync(string set, CancellationToken cancellationToken)
        {
            Asked = set;
            string library = Path.Combine(folder.Path, "usr", "src", "rustc-1.96.0", "library");
            Directory.CreateDirectory(Path.Combine(library, "core"));
            Directory.CreateDirectory(Path.Combine(library, "vendor"));
            File.WriteAllText(Path.Combine(library, "core", "lib.rs"), "// core");
            return Task.FromResult(new ToolRoot(folder.Path, "digest"));
        }

        public Task<string[]> PackagesAsync(string set, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<string> DigestAsync(string set, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task ForgetAsync(string set, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
