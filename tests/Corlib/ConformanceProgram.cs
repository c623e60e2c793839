using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;
using Corewright.Build.Loaders;
using Corewright.Build.Plan;
using Corewright.Tests.Corlib.Programs;

namespace Corewright.Tests.Corlib;

/// <summary>The programs of <c>tests/Corlib/programs</c>, as one freestanding executable for each architecture.</summary>
internal static class ConformanceProgram
{
    private const string Name = "conformance";

    private const string Folder = "tests/Corlib/programs";
    private const string FaultyFile = Folder + "/Faults.Freestanding.cs";

    // The only part of the eBPF library that the programs use.
    private static readonly string[] Jobs = ["packaging/bpf/Async/Job.cs", "packaging/bpf/Async/JobBuilder.cs"];

    // What it says in the note does not matter here.
    private const string BuildId = "00112233445566778899aabbccddeeff00112233";

    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Built = new();
    private static readonly ConcurrentDictionary<string, Lazy<string>> Printed = new();

    /// <summary>Each program by its name, as it runs on .NET.</summary>
    public static IReadOnlyDictionary<string, Action> Programs { get; } = new SortedDictionary<string, Action>
    {
        [nameof(Arithmetic)] = Arithmetic.Run,
        [nameof(Async)] = Async.Run,
        [nameof(Bits)] = Bits.Run,
        [nameof(Casts)] = Casts.Run,
        [nameof(ConstantData)] = ConstantData.Run,
        [nameof(ControlFlow)] = ControlFlow.Run,
        [nameof(Delegates)] = Delegates.Run,
        [nameof(Generics)] = Generics.Run,
        [nameof(Interfaces)] = Interfaces.Run,
        [nameof(Spans)] = Spans.Run,
        [nameof(Statics)] = Statics.Run,
        [nameof(Structs)] = Structs.Run,
    };

    /// <summary>What breaks a rule, and what the core library says about it, as a regular expression.</summary>
    public static IReadOnlyDictionary<string, string> Faults { get; } = new SortedDictionary<string, string>
    {
        ["span-index"] = "index out of range",
        ["array-index"] = "index out of range",
        ["negative-index"] = "index out of range",
        ["string-index"] = "index out of range",
        ["slice-start"] = "argument out of range",
        ["slice-length"] = "argument out of range",
        ["copy-too-long"] = "destination too short",
        ["read-too-short"] = "argument out of range",
        ["class-cast"] = "an object was cast to a type that it is not of",
        ["interface-cast"] = "an object was cast to a type that it is not of",
        ["array-cast"] = "an object was cast to a type that it is not of",
        ["unbox"] = "an object was cast to a type that it is not of",
        ["array-store"] = "an object of another type was stored into an array",
        ["null"] = "null reference or invalid address \\(SIGSEGV, address 0x[0-9a-f]{1,2}\\)",
        ["null-interface"] = "null reference or invalid address \\(SIGSEGV, address 0x0\\)",
        ["wild-pointer"] = "null reference or invalid address \\(SIGSEGV, address 0x12345678\\)",
        ["endless-recursion"] = "the stack is used up \\(SIGSEGV, address 0x[0-9a-f]+\\)",
        ["bus"] = "bus error \\(SIGBUS, address 0x[0-9a-f]+\\)",
        ["smashed-stack"] = "fail fast",
        // Only x86_64 has a division that traps.
        ["divide"] = "division by zero|division by zero or arithmetic overflow \\(SIGFPE, address 0x[0-9a-f]+\\)",
        ["divide-long"] = "division by zero|division by zero or arithmetic overflow \\(SIGFPE, address 0x[0-9a-f]+\\)",
        ["divide-overflow"] = "arithmetic overflow|division by zero or arithmetic overflow \\(SIGFPE, address 0x[0-9a-f]+\\)",
        ["checked"] = "arithmetic overflow",
        ["checked-narrow"] = "arithmetic overflow",
        ["negative-array"] = "an array of negative length",
        ["huge-array"] = "the memory budget is used up",
        ["throw"] = "an exception was thrown",
        ["frozen"] = "memory was asked for after the arena had been frozen",
    };

    /// <summary>What a program prints on .NET. It runs once: its statics remember.</summary>
    public static string Expected(string program) => Printed.GetOrAdd(program, name => new Lazy<string>(() => Print.Captured(Programs[name]))).Value;

    /// <summary>What "Guard" prints: whether compiled code has the random word in its frame, and the word.</summary>
    public const string GuardLine = "^in the frame true\nword (?!0+\n)[0-9a-f]{16}\n$";

    /// <summary>What standard error is for a fault in a release build: addresses, for build.sh --target=Resolve.</summary>
    public static string Message(string fault) => $"^corewright: fatal: ({Faults[fault]}) at 0x[0-9a-f]+( 0x[0-9a-f]+)*\n$";

    /// <summary>What standard error is for a fault in a debug build: the line of the code that failed.</summary>
    public static string DebugMessage(string fault) =>
        $"^corewright: fatal: ({Faults[fault]}) at {Regex.Escape(FaultyFile)}:{Line(fault)}(, called from {Regex.Escape(Folder)}/[A-Za-z.]+:[0-9]+)+\n$";

    /// <summary>Builds it once per test run.</summary>
    public static Task<string> BuildAsync(Architecture architecture, bool debug = false) =>
        Built.GetOrAdd($"{architecture.Name} {debug}", _ => new Lazy<Task<string>>(() => BuildNowAsync(architecture, debug))).Value;

    /// <summary>Runs the executable for x86_64 right here.</summary>
    public static async Task<BufferedCommandResult> RunAsync(bool debug, CancellationToken cancellationToken, params string[] arguments)
    {
        string path = await BuildAsync(RepositoryStore.Plan.Architectures["x86_64"], debug);
        return await Cli.Wrap(path)
            .WithArguments(arguments)
            .WithEnvironmentVariables(e => e.Set("UNUSED", "yes"))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(cancellationToken);
    }

    // The line below the one that names the fault, unless comments say which.
    private static string Line(string fault)
    {
        string[] lines = File.ReadAllLines(Path.Combine(RepositoryRoot.Path, FaultyFile));
        var marked = Enumerable.Range(0, lines.Length)
            .Where(i => lines[i].EndsWith($"// fault: {fault}", StringComparison.Ordinal)).Select(i => i + 1).ToList();
        return marked.Count > 0
            ? $"({string.Join('|', marked)})"
            : $"{Array.FindIndex(lines, l => l.Contains($"\"{fault}\"u8", StringComparison.Ordinal)) + 2}";
    }

    /// <summary>The release build's file for debuggers.</summary>
    public static async Task<string> SymbolsAsync(Architecture architecture)
    {
        var build = await FreestandingBuild.OpenAsync(RepositoryStore.Paths, RepositoryStore.Store, CancellationToken.None);
        string assembly = await build.CompileAsync(Name, Sources(), CancellationToken.None);
        var objects = await build.ObjectsAsync(assembly, architecture, CancellationToken.None);
        return await build.SymbolsAsync(Name, assembly, objects, architecture, BuildId, CancellationToken.None);
    }

    private static async Task<string> BuildNowAsync(Architecture architecture, bool debug)
    {
        var build = await FreestandingBuild.OpenAsync(RepositoryStore.Paths, RepositoryStore.Store, CancellationToken.None, debug);
        string assembly = await build.CompileAsync(Name, Sources(), CancellationToken.None);
        var objects = await build.ObjectsAsync(assembly, architecture, CancellationToken.None);
        return await build.LinkAsync(Name, objects, architecture, BuildId, CancellationToken.None);
    }

    private static string[] Sources()
    {
        var own = Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, Folder), "*.cs")
            .Where(file => !file.EndsWith(".Hosted.cs", StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(RepositoryRoot.Path, file))
            .Order(StringComparer.Ordinal);
        return [.. FreestandingSources.CoreLibrary(RepositoryStore.Paths), .. Jobs, .. own];
    }
}
