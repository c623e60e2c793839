using System;
using System.IO;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Ebpf.Linking;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Ebpf;

public class LinkerArgumentsTests
{
    [Fact]
    public void The_command_line_of_rustc_is_understood()
    {
        LinkerArguments parsed = Parse(
            "--export-symbols /t/symbols /t/p.rcgu.o /t/libcore.rlib -L /t/raw-dylibs --cpu v2 -o /t/p -O3 --debug");

        parsed.Inputs.ShouldBe(["/t/p.rcgu.o", "/t/libcore.rlib"]);
        parsed.ExportFiles.ShouldBe(["/t/symbols"]);
        parsed.Output.ShouldBe("/t/p");
        parsed.Cpu.ShouldBe("v2");
        parsed.Optimisation.ShouldBe("3");
        parsed.Emit.ShouldBe(LinkerOutput.Object);
    }

    [Fact]
    public void Every_option_of_bpf_linker_is_understood()
    {
        LinkerArguments parsed = Parse(
            "--target=bpfel --cpu-features=+alu32,-dwarfris --output out.s --emit=asm --btf --allow-bpf-trap -Lfolder -Oz --export a,b "
            + "--export=c --log-file /t/log --log-level debug --unroll-loops --ignore-inline-never --dump-module /t/dump "
            + "--llvm-args=-x,-y --llvm-args -z --disable-expand-memcpy-in-order --disable-memory-builtins --fatal-errors false "
            + "-flavor wasm --llvm-bin /t/bin -- -a.o");

        var expected = new LinkerArguments
        {
            Inputs = ["-a.o"],
            Output = "out.s",
            Emit = LinkerOutput.Assembly,
            CpuFeatures = "+alu32,-dwarfris",
            Target = "bpfel",
            Optimisation = "z",
            Exports = ["a", "b", "c"],
            RequiresBtf = true,
            UnrollLoops = true,
            IgnoreInlineNever = true,
            DropMemoryBuiltins = true,
            AllowTrap = true,
            DumpFolder = "/t/dump",
            LlvmArguments = ["-x", "-y", "-z"],
            LlvmFolder = "/t/bin",
            LogLevel = LinkLogLevel.Debug,
            LogFile = "/t/log",
        };
        JsonSerializer.Serialize(parsed).ShouldBe(JsonSerializer.Serialize(expected));
    }

    [Fact]
    public void The_last_level_counts_and_the_first_kind_of_output()
    {
        LinkerArguments parsed = Parse("-O3 -O 1 a.o -o b --emit llvm-ir --emit obj");

        parsed.Optimisation.ShouldBe("1");
        parsed.Emit.ShouldBe(LinkerOutput.Ir);
    }

    [Theory]
    [InlineData("a.o", "no output; -o FILE is missing")]
    [InlineData("-o b", "no input file was given")]
    [InlineData("-o", "'-o' needs a value: --output FILE")]
    [InlineData("a.o -o b --unrol-loops", "unknown option '--unrol-loops'; did you mean --unroll-loops? --help lists them all")]
    [InlineData("a.o -o b --btf=yes", "'--btf' has no value, but was given 'yes'")]
    [InlineData("a.o -o b -O7", "-O: '7' is not one of 0, 1, 2, 3, s or z")]
    [InlineData("a.o -o b --cpu v9", "--cpu: 'v9' is not one of generic, probe, v1, v2, v3 or v4")]
    [InlineData("a.o -o b --emit exe", "--emit: 'exe' is not one of obj, asm, llvm-ir or llvm-bc")]
    [InlineData("a.o -o b --log-level all", "--log-level: 'all' is not one of off, error, warn, info, debug or trace")]
    public async Task Anything_else_is_a_usage_error(string line, string message)
    {
        (int code, _, string errors) = await RunAsync(line);

        code.ShouldBe(2);
        errors.ShouldBe("corewright-link: " + message);
    }

    [Fact]
    public async Task Without_LLVM_it_says_how_to_come_by_it()
    {
        (await RunAsync("a.o -o b")).ShouldBe((1, "",
            "corewright-link: LLVM's opt, llc and llvm-link are not on PATH; install LLVM (as new as rustc's: rustc -vV says it), "
            + "or name its folder with --llvm-bin"));
        (await RunAsync("a.o -o b --llvm-bin /nowhere")).ShouldBe((1, "",
            "/nowhere: LLVM's opt, llc and llvm-link are not in it; name another folder with --llvm-bin"));
        (await RunAsync("a.o -o b", name => name == LinkCommand.ToolchainVariable ? "/nowhere" : null)).ShouldBe((1, "",
            "/nowhere: the toolchain is no longer there; ./build.sh --target=Linker fetches it anew"));
    }

    [Fact]
    public async Task Help_lists_the_options_and_version_is_the_projects()
    {
        (int code, string help, _) = await RunAsync("--help");
        code.ShouldBe(0);
        help.ShouldContain("--disable-expand-memcpy-in-order");
        help.ShouldContain("-o, --output FILE");
        help.ShouldNotContain("--flavor");

        (await RunAsync("-V")).ShouldBe((0, "corewright-link 0.1.0", ""));
    }

    private static LinkerArguments Parse(string line) => LinkerArguments.Parse(line.Split(' '));

    private static async Task<(int Code, string Output, string Errors)> RunAsync(string line, Func<string, string?>? environment = null)
    {
        using StringWriter output = new(), errors = new();
        int code = await LinkCommand.RunAsync(line.Split(' '), environment ?? (_ => null), output, errors, CancellationToken.None);
        return (code, output.ToString().Trim(), errors.ToString().Trim());
    }
}
