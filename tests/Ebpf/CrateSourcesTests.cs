using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;
using Corewright.Build;
using Corewright.Build.Ebpf;
using Corewright.Tests.Store;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Ebpf;

/// <summary>Where a program's crates may come from: beside it, a vendored folder in the registry's place, a repository.</summary>
public class CrateSourcesTests
{
    private const string Dependency = "pub const fn limit() -> u32 {\n    7\n}\n";
    private const string Manifest = "[package]\nname = \"limits\"\nversion = \"1.2.3\"\nedition = \"2024\"\n";

    [Fact]
    public async Task A_vendored_crate_takes_the_registrys_place()
    {
        using CrateFolder crates = Vendored();

        await Builds(crates);
    }

    [Fact]
    public async Task A_crate_outside_the_workspace_is_watched()
    {
        using CrateFolder crates = Program("limits = { path = \"../../../my limits\" }");
        crates.Write("../my limits/Cargo.toml", Manifest);
        crates.Write("../my limits/src/lib.rs", "#![no_std]\n" + Dependency);
        await Builds(crates);

        crates.Write("../my limits/src/lib.rs", "#![no_std]\n" + Dependency.Replace('7', '8'));
        await Builds(crates, answer: 8);
    }

    [Fact]
    public async Task What_the_lock_names_is_fetched_and_what_it_does_not_is_advised_on()
    {
        using var repository = new TemporaryFolder();
        Directory.CreateDirectory(repository.File("src"));
        File.WriteAllText(repository.File("Cargo.toml"), Manifest);
        File.WriteAllText(repository.File("src/lib.rs"), "#![no_std]\n" + Dependency);
        foreach (string[] arguments in (string[][])[["init", "-q"], ["add", "."], ["-c", "user.name=t", "-c", "user.email=t@t", "commit", "-qm", "1"]])
            await Cli.Wrap("git").WithArguments(arguments).WithWorkingDirectory(repository.Path).ExecuteAsync(TestContext.Current.CancellationToken);
        using CrateFolder crates = Program($"limits = {{ git = \"file://{repository.Path}\" }}");

        BuildException unknown = await Should.ThrowAsync<BuildException>(() => crates.BuildAsync("limited"));
        unknown.Next.ShouldBe("what Cargo.lock names is fetched: run cargo update in ebpf-crates, or vendor it");

        string? cargo = EbpfTools.Find("cargo", Environment.GetEnvironmentVariable("PATH") ?? "");
        Assert.SkipWhen(cargo is null, "there is no cargo on PATH, and the store's can't read repositories");
        using var home = new TemporaryFolder();
        BufferedCommandResult updated = await Cli.Wrap(cargo).WithArguments(["update", "--workspace"]).WithWorkingDirectory(crates.Paths.EbpfCrates)
            .WithEnvironmentVariables(new Dictionary<string, string?> { ["CARGO_HOME"] = home.Path })
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        updated.ExitCode.ShouldBe(0, updated.StandardError);
        File.ReadAllText(Path.Combine(crates.Paths.EbpfCrates, "Cargo.lock")).ShouldContain("source = \"git+file://");
        (await Should.ThrowAsync<BuildException>(() => crates.BuildAsync("limited"))).Next.ShouldBe(
            "the store's cargo can't read repositories: vendor the crate, or use --toolchain=rustup");
        RustCompiler compiler = RustCompiler.OfStore(await RepositoryStore.Store.OpenAsync("toolchain", TestContext.Current.CancellationToken));
        (await Should.ThrowAsync<BuildException>(() => crates.BuildAsync("limited", new EbpfTools(compiler with { Cargo = [cargo] }, Offline: true))))
            .Message.ShouldContain("offline");
        await Builds(crates, new EbpfTools(compiler with { Cargo = [cargo] }));
    }

    [Fact]
    public async Task A_crate_that_must_run_on_this_machine_says_which_compiler_can()
    {
        using CrateFolder crates = Program("limits = { path = \"../../limits\" }");
        crates.Write("limits/Cargo.toml", Manifest + "\n[lib]\nproc-macro = true\n");
        crates.Write("limits/src/lib.rs", "extern crate proc_macro;\n");

        (await Should.ThrowAsync<BuildException>(() => crates.BuildAsync("limited"))).Next.ShouldBe(
            "build scripts and procedural macros run on this machine, for which the store's compiler has no library: use --toolchain=rustup");
    }

    /// <summary>A program whose only crate is in a folder in the registry's place.</summary>
    internal static CrateFolder Vendored()
    {
        CrateFolder crates = Program("limits = \"1\"");
        crates.Write(".cargo/config.toml", "[source.crates-io]\nreplace-with = \"vendored\"\n\n[source.vendored]\ndirectory = \"vendor\"\n");
        crates.Write("vendor/limits/Cargo.toml", Manifest);
        crates.Write("vendor/limits/src/lib.rs", "#![no_std]\n" + Dependency);
        crates.Write("vendor/limits/.cargo-checksum.json", "{\"files\":{},\"package\":null}");
        return crates;
    }

    /// <summary>Builds the program, and sees that it is the crate's answer that it gives.</summary>
    internal static async Task Builds(CrateFolder crates, EbpfTools? tools = null, byte answer = 7)
    {
        EbpfObject made = await crates.BuildAsync("limited", tools);
        var finished = new FinishedObject(File.ReadAllBytes(made.Path));
        finished.Image.Find("socket").ShouldNotBeNull().Data[..8].ShouldBe([0xb4, 0, 0, 0, answer, 0, 0, 0], "w0 = answer");
    }

    private static CrateFolder Program(string dependency)
    {
        var crates = new CrateFolder();
        crates.Write("programs/limited/Cargo.toml", "[package]\nname = \"limited\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n" + dependency + "\n");
        crates.Write("programs/limited/src/main.rs", """
            #![no_std]
            #![no_main]

            #[unsafe(no_mangle)]
            #[unsafe(link_section = "socket")]
            extern "C" fn limited(_: *const u8) -> u32 {
                limits::limit()
            }

            #[panic_handler]
            fn panic(_: &core::panic::PanicInfo) -> ! {
                loop {}
            }
            """);
        return crates;
    }
}
