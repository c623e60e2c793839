using System.Collections.Generic;

namespace Corewright.Build.Ebpf.Linking;

/// <summary>What the linker writes.</summary>
internal enum LinkerOutput
{
    /// <summary>An object that was finalised.</summary>
    Object,

    /// <summary>The optimised module as LLVM's bitcode.</summary>
    Bitcode,

    /// <summary>The optimised module as text.</summary>
    Ir,

    /// <summary>BPF assembly, as LLVM writes it before anything is finalised.</summary>
    Assembly,
}

/// <summary>What the command line of the linker asks for. <see cref="LinkerOptions"/> lists how each is spelt.</summary>
internal sealed record LinkerArguments
{
    /// <summary>Modules, objects and libraries, in the order in which they were given.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>Where the result goes.</summary>
    public required string Output { get; init; }

    /// <summary>What the result is.</summary>
    public LinkerOutput Emit { get; init; }

    /// <summary>LLVM's name of the instruction set version.</summary>
    public string Cpu { get; init; } = "generic";

    /// <summary>What is different from the version's features, such as <c>+alu32</c>; may be empty.</summary>
    public string CpuFeatures { get; init; } = "";

    /// <summary>The target's triple; null for the modules' own.</summary>
    public string? Target { get; init; }

    /// <summary>The level of optimisation: 0 to 3, s or z.</summary>
    public string Optimisation { get; init; } = "2";

    /// <summary>The symbols that stay visible.</summary>
    public IReadOnlyList<string> Exports { get; init; } = [];

    /// <summary>Files with more of them, one on each line.</summary>
    public IReadOnlyList<string> ExportFiles { get; init; } = [];

    /// <summary>Whether an object without BTF is an error.</summary>
    public bool RequiresBtf { get; init; }

    /// <summary>Whether loops are unrolled at any price.</summary>
    public bool UnrollLoops { get; init; }

    /// <summary>Whether functions are inlined that ask not to be.</summary>
    public bool IgnoreInlineNever { get; init; }

    /// <summary>Whether memcpy and the like may be dropped before LLVM has had the chance to call them.</summary>
    public bool DropMemoryBuiltins { get; init; }

    /// <summary>Whether LLVM may call <c>__bpf_trap</c> where code can't go on.</summary>
    public bool AllowTrap { get; init; }

    /// <summary>A folder for the module before and after optimisation, or null.</summary>
    public string? DumpFolder { get; init; }

    /// <summary>Arguments for LLVM's programs.</summary>
    public IReadOnlyList<string> LlvmArguments { get; init; } = [];

    /// <summary>Where LLVM's programs are; null to look for them.</summary>
    public string? LlvmFolder { get; init; }

    /// <summary>What is logged.</summary>
    public LinkLogLevel LogLevel { get; init; }

    /// <summary>Where the log goes, beside standard error; or null.</summary>
    public string? LogFile { get; init; }

    /// <summary>Reads the command line.</summary>
    /// <exception cref="LinkerUsageException">It is not one that we can do what it says.</exception>
    public static LinkerArguments Parse(IReadOnlyList<string> arguments)
    {
        var words = new LinkerWords(arguments);
        string emit = words.One("--emit", "obj"), optimisation = words.Last("-O", "2");
        return new LinkerArguments
        {
            Inputs = words.Inputs.Count > 0 ? words.Inputs : throw new LinkerUsageException("no input file was given"),
            Output = words.Last("--output", "") is { Length: > 0 } output
                ? output : throw new LinkerUsageException("no output; -o FILE is missing"),
            Emit = emit switch
            {
                "obj" => LinkerOutput.Object,
                "llvm-bc" => LinkerOutput.Bitcode,
                "llvm-ir" => LinkerOutput.Ir,
                "asm" => LinkerOutput.Assembly,
                _ => throw LinkerUsageException.Value("--emit", emit, "obj, asm, llvm-ir or llvm-bc"),
            },
            Cpu = words.Last("--cpu", "generic") is var cpu and ("generic" or "probe" or "v1" or "v2" or "v3" or "v4")
                ? cpu : throw LinkerUsageException.Value("--cpu", words.Last("--cpu", ""), "generic, probe, v1, v2, v3 or v4"),
            CpuFeatures = words.Last("--cpu-features", ""),
            Target = words.Last("--target", "") is { Length: > 0 } target ? target : null,
            Optimisation = optimisation is "0" or "1" or "2" or "3" or "s" or "z"
                ? optimisation : throw LinkerUsageException.Value("-O", optimisation, "0, 1, 2, 3, s or z"),
            Exports = words.Separated("--export"),
            ExportFiles = words.All("--export-symbols"),
            RequiresBtf = words.Has("--btf"),
            UnrollLoops = words.Has("--unroll-loops"),
            IgnoreInlineNever = words.Has("--ignore-inline-never"),
            DropMemoryBuiltins = words.Has("--disable-memory-builtins"),
            AllowTrap = words.Has("--allow-bpf-trap"),
            DumpFolder = words.Last("--dump-module", "") is { Length: > 0 } folder ? folder : null,
            LlvmArguments = words.Separated("--llvm-args"),
            LlvmFolder = words.Last("--llvm-bin", "") is { Length: > 0 } llvm ? llvm : null,
            LogLevel = words.Last("--log-level", "off") switch
            {
                "off" => LinkLogLevel.Off,
                "error" => LinkLogLevel.Error,
                "warn" => LinkLogLevel.Warning,
                "info" => LinkLogLevel.Information,
                "debug" or "trace" => LinkLogLevel.Debug,
                var level => throw LinkerUsageException.Value("--log-level", level, "off, error, warn, info, debug or trace"),
            },
            LogFile = words.Last("--log-file", "") is { Length: > 0 } log ? log : null,
        };
    }
}
