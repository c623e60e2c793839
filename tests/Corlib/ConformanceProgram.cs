using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
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

    // What it says in the note does not matter here.
    private const string BuildId = "00112233445566778899aabbccddeeff00112233";

    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Built = new();
    private static readonly ConcurrentDictionary<string, Lazy<string>> Printed = new();

    /// <summary>Each program by its name, as it runs on .NET.</summary>
    public static IReadOnlyDictionary<string, Action> Programs { get; } = new SortedDictionary<string, Action>
    {
        [nameof(Arithmetic)] = Arithmetic.Run,
        [nameof(Bits)] = Bits.Run,
        [nameof(Casts)] = Casts.Run,
        [nameof(ConstantData)] = ConstantData.Run,
        [nameof(ControlFlow)] = ControlFlow.Run,
        [nameof(Generics)] = Generics.Run,
        [nameof(Interfaces)] = Interfaces.Run,
        [nameof(Spans)] = Spans.Run,
        [nameof(Statics)] = Statics.Run,
        [nameof(Structs)] = Structs.Run,
    };

    /// <summary>What breaks a rule, and what the core library says about it; a vertical bar separates alternatives.</summary>
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
        ["null"] = "null reference or invalid address",
        // Only x86_64 has a division that traps.
        ["divide"] = "division by zero|division by zero or arithmetic overflow",
        ["divide-long"] = "division by zero|division by zero or arithmetic overflow",
        ["divide-overflow"] = "arithmetic overflow|division by zero or arithmetic overflow",
        ["checked"] = "arithmetic overflow",
        ["checked-narrow"] = "arithmetic overflow",
        ["negative-array"] = "an array of negative length",
        ["huge-array"] = "the memory budget is used up",
        ["throw"] = "an exception was thrown",
        ["frozen"] = "memory was asked for after the arena had been frozen",
    };

    /// <summary>What a program prints on .NET. It runs once: its statics remember.</summary>
    public static string Expected(string program) => Printed.GetOrAdd(program, name => new Lazy<string>(() => Print.Captured(Programs[name]))).Value;

    /// <summary>The lines that standard error may be for a fault.</summary>
    public static string[] Messages(string fault) =>
        [.. Faults[fault].Split('|').Select(text => $"corewright: fatal: {text}\n")];

    /// <summary>Builds it once per test run.</summary>
    public static Task<string> BuildAsync(Architecture architecture) =>
        Built.GetOrAdd(architecture.Name, _ => new Lazy<Task<string>>(() => BuildNowAsync(architecture))).Value;

    /// <summary>Runs the executable for x86_64 right here.</summary>
    public static async Task<BufferedCommandResult> RunAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        string path = await BuildAsync(RepositoryStore.Plan.Architectures["x86_64"]);
        return await Cli.Wrap(path)
            .WithArguments(arguments)
            .WithEnvironmentVariables(e => e.Set("UNUSED", "yes"))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(cancellationToken);
    }

    private static async Task<string> BuildNowAsync(Architecture architecture)
    {
        var build = await FreestandingBuild.OpenAsync(RepositoryStore.Paths, RepositoryStore.Store, CancellationToken.None);
        string assembly = await build.CompileAsync(Name, Sources(), CancellationToken.None);
        var objects = await build.ObjectsAsync(assembly, architecture, CancellationToken.None);
        return await build.LinkAsync(Name, objects, architecture, BuildId, CancellationToken.None);
    }

    private static string[] Sources()
    {
        string folder = Path.Combine("tests", "Corlib", "programs");
        var own = Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, folder), "*.cs")
            .Where(file => !file.EndsWith(".Hosted.cs", StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(RepositoryRoot.Path, file))
            .Order(StringComparer.Ordinal);
        return [.. FreestandingSources.CoreLibrary(RepositoryStore.Paths), .. own];
    }
}
