using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Elf;
using Corewright.Build.Ebpf;
using Corewright.Build.Ebpf.Finalise;
using Corewright.Build.Ebpf.Linking;
using Corewright.Build.Store;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Ebpf;

/// <summary>The linker as a command: on PATH, named by a crate's cargo configuration, started by rustc or by hand.</summary>
public sealed class CorewrightLinkTests(CorewrightLinkTests.Tools tools) : IClassFixture<CorewrightLinkTests.Tools>
{
    [Fact]
    public async Task A_crate_whose_cargo_configuration_names_it_gets_clean_types_and_relocations()
    {
        using var crate = new Crate("aya_shape");
        BufferedCommandResult result = await crate.BuildAsync(tools, [], "--release");

        result.StandardError.ShouldBe("");
        AyaShapeTests.Check(File.ReadAllBytes(crate.Linked("release")));
        Directory.GetFileSystemEntries(Path.GetDirectoryName(crate.Linked("release"))!, "*.link", SearchOption.AllDirectories)
            .ShouldBeEmpty("nothing is left in between");
    }

    [Theory]
    [InlineData("release", "off", "16")]
    [InlineData("release", "thin", "4")]
    [InlineData("debug", "off", "256")]
    public async Task Rlibs_and_many_modules_become_one_object(string profile, string lto, string units)
    {
        using var crate = new Crate("aya_shape");
        string name = profile == "debug" ? "DEV" : "RELEASE";
        BufferedCommandResult result = await crate.BuildAsync(tools, new()
        {
            [$"CARGO_PROFILE_{name}_LTO"] = lto,
            [$"CARGO_PROFILE_{name}_CODEGEN_UNITS"] = units,
            [$"CARGO_PROFILE_{name}_OVERFLOW_CHECKS"] = "false",
        }, profile == "debug" ? [] : ["--release"]);

        result.ExitCode.ShouldBe(0, result.StandardError);
        AyaShapeTests.Check(File.ReadAllBytes(crate.Linked(profile)));
    }

    [Fact]
    public async Task Without_debug_information_there_is_no_BTF_and_with_btf_that_is_an_error()
    {
        using var crate = new Crate("plain");
        Dictionary<string, string?> none = new() { ["CARGO_PROFILE_RELEASE_DEBUG"] = "0" };
        BufferedCommandResult result = await crate.BuildAsync(tools, none, "--release");

        result.ExitCode.ShouldBe(0, result.StandardError);
        ElfImage image = ElfImage.Read(File.ReadAllBytes(crate.Linked("release")), "plain");
        image.Find(".BTF").ShouldBeNull();
        image.Find("socket").ShouldNotBeNull().IsExecutable.ShouldBeTrue();
        image.Symbols.ShouldContain(symbol => symbol.Name == "PACKETS" && symbol.Entry.Type == ElfSymbolType.Object);

        BufferedCommandResult strict = await crate.BuildAsync(
            tools, new(none) { ["CARGO_TARGET_BPFEL_UNKNOWN_NONE_RUSTFLAGS"] = "-C link-arg=--btf" }, "--release");
        strict.ExitCode.ShouldNotBe(0);
        strict.StandardError.ShouldContain("the object has no .BTF; keep debug = 2 in the profile: BTF comes from the debug information");
    }

    [Fact]
    public async Task Each_kind_of_output_is_what_it_is_called()
    {
        using var crate = new Crate("plain");
        string module = await crate.ModuleAsync(tools);

        (await crate.LinkAsync(tools, module, "--emit=llvm-ir", "-o", "o", "--export=count,PACKETS")).ShouldBe((0, ""));
        crate.Text("o").ShouldContain("target triple = \"bpfel\"");
        (await crate.LinkAsync(tools, module, "--emit=llvm-bc", "-o", "o.bc", "--export=count,PACKETS")).ShouldBe((0, ""));
        File.ReadAllBytes(crate.File("o.bc"))[..4].ShouldBe([(byte)'B', (byte)'C', 0xc0, 0xde]);
        (await crate.LinkAsync(tools, "o.bc", "--emit", "asm", "-o", "o.s", "--export=count,PACKETS", "--dump-module", "dump")).ShouldBe((0, ""));
        crate.Text("o.s").ShouldContain("socket,\"ax\"");
        crate.Text("dump/pre-opt.ll").ShouldContain("define");
        crate.Text("dump/post-opt.ll").ShouldContain("define");
        (await crate.LinkAsync(tools, "o", "-o", "o.o", "--cpu=v2", "--target=bpfel", "--export", "count", "--export", "PACKETS")).ShouldBe((0, ""));
        new FinishedObject(File.ReadAllBytes(crate.File("o.o"))).Named(BtfKind.Function, "count").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_big_endian_object_is_refused_and_its_assembly_is_not()
    {
        using var crate = new Crate("plain");
        string module = await crate.ModuleAsync(tools);

        (await crate.LinkAsync(tools, module, "-o", "o", "--target=bpfeb", "--export=count,PACKETS")).ShouldBe((1,
            "bpfeb: an object for big-endian machines; objects are finished for little-endian ones only: bpfel-unknown-none, or --emit=asm\n"));
        (await crate.LinkAsync(tools, module, "-o", "o.s", "--target=bpfeb", "--emit=asm", "--export=count,PACKETS")).ShouldBe((0, ""));
    }

    [Fact]
    public async Task Only_what_is_exported_stays_and_functions_are_kept_apart_unless_told_otherwise()
    {
        using var crate = new Crate("plain");
        string module = await crate.ModuleAsync(tools);

        (await crate.LinkAsync(tools, module, "-o", "a.o", "--export=count,PACKETS")).ShouldBe((0, ""));
        crate.Image("a.o").Find(".text").ShouldNotBeNull("apart() asks not to be inlined");
        (await crate.LinkAsync(tools, module, "-o", "b.o", "--export=count,PACKETS", "--ignore-inline-never")).ShouldBe((0, ""));
        crate.Image("b.o").Find(".text").ShouldBeNull();
        (await crate.LinkAsync(tools, module, "-o", "c.o", "--log-level=info", "--log-file=log", "--export=count")).Code.ShouldBe(0);
        crate.Image("c.o").Symbols.Where(symbol => !symbol.Entry.IsLocal).Select(symbol => symbol.Name).ShouldBe(["count"]);
        crate.Text("log").ShouldContain("a module");
    }

    [Fact]
    public async Task What_is_no_module_is_named()
    {
        using var crate = new Crate("plain");
        await File.WriteAllTextAsync(crate.File("notes.txt"), "no module", TestContext.Current.CancellationToken);
        File.Copy("/bin/sh", crate.File("sh"));

        (await crate.LinkAsync(tools, "notes.txt", "-o", "o")).ShouldBe((1, "notes.txt: neither LLVM bitcode, LLVM IR, an object with bitcode, nor an archive of these; compile for bpfel-unknown-none\n"));
        (await crate.LinkAsync(tools, "sh", "-o", "o")).ShouldBe((1, "sh: none of the inputs has LLVM bitcode; compile for bpfel-unknown-none, or with embedded bitcode\n"));
        (await crate.LinkAsync(tools, "nowhere.o", "-o", "o")).Errors.ShouldStartWith("nowhere.o: it can't be read: ");
        (await crate.LinkAsync(tools, "notes.txt", "-o", "o", "--export-symbols", "list")).Errors.ShouldStartWith("list: the list of symbols is not there");
        File.Exists(crate.File("o")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_damaged_input_is_named()
    {
        using var crate = new Crate("plain");
        byte[] module = await File.ReadAllBytesAsync(await crate.ModuleAsync(tools), TestContext.Current.CancellationToken);
        byte[] archive = [.. "!<arch>\n"u8, .. Encoding.ASCII.GetBytes($"{"a.o/",-48}{module.Length,-10}`\n"), .. module];
        byte[] endless = [.. archive];
        "9999999999"u8.CopyTo(endless.AsSpan(8 + 48));
        (string Name, byte[] Bytes, string Said)[] inputs =
        [
            ("half.bc", module[..(module.Length / 8 * 4)], "half.bc: LLVM can't read it: "),
            ("half.a", archive[..(archive.Length / 2)], $"half.a: member 'a.o' has {module.Length} bytes, the archive ends before\n"),
            ("endless.a", endless, "endless.a: member 'a.o' has 9999999999 bytes, the archive ends before\n"),
            ("member.a", [.. archive[..68], .. module[..4], .. new byte[module.Length - 4]], "member.a(a.o): LLVM can't read it: "),
            ("text.ll", [.. "; ModuleID = 'x'\ndefine i32 @f( {\n"u8], "text.ll: LLVM can't read it: 3:1: "),
            ("elf.o", [.. "\u007fELF"u8, .. new byte[60]], "elf.o: not a 64-bit ELF file"),
            ("empty.o", [], "empty.o: neither LLVM bitcode, "),
        ];
        foreach ((string name, byte[] bytes, string said) in inputs)
        {
            await File.WriteAllBytesAsync(crate.File(name), bytes, TestContext.Current.CancellationToken);

            (int code, string errors) = await crate.LinkAsync(tools, name, "-o", "o");

            (code, errors[..Math.Min(errors.Length, said.Length)]).ShouldBe((1, said));
            errors.ShouldNotContain("Stack dump");
            File.Exists(crate.File("o")).ShouldBeFalse(name);
        }
    }

    [Fact]
    public async Task LLVM_is_found_on_PATH_and_one_that_is_too_old_is_told_from_a_broken_module()
    {
        using var crate = new Crate("plain");
        string module = await crate.ModuleAsync(tools);
        string bin = crate.File("llvm");
        foreach (string tool in (string[])["opt", "llc", "llvm-link"])
        {
            ShellScript.Write(Directory.CreateDirectory(bin).FullName, tool + "-22",
                $"exec {ShellScript.Quote(tools.Toolchain.CommandLine("usr/lib/llvm-22/bin/" + tool))} \"$@\"");
            ShellScript.Write(bin, tool + "-9", "exit 99");
        }

        Dictionary<string, string?> onPath = new() { [LinkCommand.ToolchainVariable] = "", ["PATH"] = bin + ":" + Environment.GetEnvironmentVariable("PATH") };
        (await crate.LinkAsync(tools, onPath, module, "-o", "o", "--export=count,PACKETS")).ShouldBe((0, ""));

        string old = crate.File("old");
        foreach (string tool in (string[])["opt", "llc", "llvm-link"])
        {
            ShellScript.Write(Directory.CreateDirectory(old).FullName, tool,
                "echo \"error: Unknown attribute kind (102) (Producer: 'LLVM22.1' Reader: 'LLVM 14.0.6')\" >&2; exit 1");
        }

        (int code, string errors) = await crate.LinkAsync(tools, module, "-o", "o", "--llvm-bin", old);
        code.ShouldBe(1);
        errors.ShouldContain("Unknown attribute kind (102)");
        errors.ShouldEndWith($"LLVM in {old} is older than the compiler's: name a newer one's folder with --llvm-bin\n");
    }

    /// <summary>The command, as <c>--target=Linker</c> writes it, and linked to from a folder of PATH.</summary>
    public sealed class Tools : IAsyncLifetime
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("corewright").FullName;

        /// <summary>What is on PATH.</summary>
        public string Bin => Path.Combine(_folder, "bin");

        /// <summary>What has LLVM.</summary>
        internal ToolRoot Toolchain { get; private set; } = new("", "");

        /// <inheritdoc/>
        public async ValueTask InitializeAsync()
        {
            Toolchain = await RepositoryStore.Store.OpenAsync("toolchain", TestContext.Current.CancellationToken);
            string command = LinkLauncher.Write(Path.Combine(_folder, "it's here", "tools"), Toolchain.Path);
            Directory.CreateDirectory(Bin);
            File.CreateSymbolicLink(Path.Combine(Bin, LinkLauncher.Name), command);
        }

        /// <inheritdoc/>
        public ValueTask DisposeAsync()
        {
            Directory.Delete(_folder, recursive: true);
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>One of the crates beside these tests in a workspace of someone's own.</summary>
    private sealed class Crate : IDisposable
    {
        private readonly CrateFolder _crates = new();
        private readonly string _folder = Directory.CreateTempSubdirectory("corewright").FullName;
        private readonly string _name;

        public Crate(string name)
        {
            _name = name;
            _crates.Add(name);
            string configuration = Path.Combine(_crates.Paths.EbpfCrates, ".cargo", "config.toml");
            Directory.CreateDirectory(Path.GetDirectoryName(configuration)!);
            System.IO.File.WriteAllText(configuration, """
                [build]
                target = "bpfel-unknown-none"

                [target.bpfel-unknown-none]
                linker = "corewright-link"
                """);
        }

        public string Linked(string profile) => File(Path.Combine("target", "bpfel-unknown-none", profile, _name));

        public string File(string name) => Path.Combine(_folder, name);

        public string Text(string name) => System.IO.File.ReadAllText(File(name));

        public ElfImage Image(string name) => ElfImage.Read(System.IO.File.ReadAllBytes(File(name)), name);

        public Task<BufferedCommandResult> BuildAsync(Tools tools, Dictionary<string, string?> variables, params string[] arguments) =>
            new StoreCargo(_folder).RunAsync(
                _crates.Paths.EbpfCrates, variables, [tools.Bin], ["build", "--quiet", "--offline", "--package", _name, .. arguments]);

        /// <summary>The crate as one module of bitcode, as rustc hands it over.</summary>
        public async Task<string> ModuleAsync(Tools tools)
        {
            BufferedCommandResult result = await BuildAsync(
                tools, new() { ["CARGO_TARGET_BPFEL_UNKNOWN_NONE_RUSTFLAGS"] = "-C save-temps" }, "--release");
            result.ExitCode.ShouldBe(0, result.StandardError);
            return Directory.EnumerateFiles(Path.GetDirectoryName(Linked("release"))!, _name + "*.rcgu.o", SearchOption.AllDirectories).Single();
        }

        public Task<(int Code, string Errors)> LinkAsync(Tools tools, params string[] arguments) => LinkAsync(tools, [], arguments);

        public async Task<(int Code, string Errors)> LinkAsync(Tools tools, Dictionary<string, string?> variables, params string[] arguments)
        {
            BufferedCommandResult result = await Cli.Wrap(Path.Combine(tools.Bin, LinkLauncher.Name)).WithArguments(arguments)
                .WithWorkingDirectory(_folder)
                .WithEnvironmentVariables(variables)
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
            result.StandardOutput.ShouldBe("");
            return (result.ExitCode, result.StandardError);
        }

        public void Dispose()
        {
            _crates.Dispose();
            Directory.Delete(_folder, recursive: true);
        }
    }
}
