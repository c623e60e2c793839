using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using CliWrap;

namespace Corewright.Build.Loaders;

/// <summary>
/// Runs the SDK's C# compiler without the .NET libraries: the sources bring their own. One result serves all architectures.
/// </summary>
internal sealed class CSharpCompiler(BuildPaths paths, CompilerPaths compilers, StepCache cache)
{
    /// <summary>What stands for the root of the clone in the paths that the compiler writes.</summary>
    public const string MappedRoot = "/_";

    // Raise it when the options below change.
    private const string Recipe = "csc 4";

    private static readonly string[] Options =
    [
        "-nologo", "-noconfig", "-nostdlib", "-runtimemetadataversion:v4.0.30319", "-target:library", "-unsafe",
        "-langversion:14", "-nullable:enable", "-deterministic", "-optimize+", "-debug:embedded", "-define:FREESTANDING", "-warnaserror+",
        // The core library is annotated where it helps; fields that only compiled code touches look unused; and taking the
        // size of any T is what a few of its methods are for. What a loader's object doesn't need is behind a constant that is
        // false, and so out of reach. A switch over an enum need not think of numbers that are no value, only of all values (CS8509).
        "-nowarn:CS8600,CS8601,CS8602,CS8603,CS8604,CS8618,CS8625,CS0169,CS0649,CS0660,CS0661,CS8500,CS0626,CS0162,CS8524",
    ];

    // The symbol has the core library say where a fault happened. (Even debug builds are optimised here: it is ILC that would mix up
    // lines. Without, an async method's state would be a class, and allocated for each call.)
    private static readonly string[] Debug = ["-define:FAULT_LINES"];

    /// <summary>Compiles an assembly.</summary>
    /// <param name="name">Its name, without an ending.</param>
    /// <param name="sources">Relative to the root, or absolute where they are generated.</param>
    /// <param name="debug">With what only debug builds have.</param>
    /// <param name="cancellationToken">Kills the compiler.</param>
    /// <returns>The assembly's path.</returns>
    public Task<string> CompileAsync(string name, IReadOnlyList<string> sources, bool debug, CancellationToken cancellationToken)
    {
        string[] options = [.. Options, .. debug ? Debug : []];
        // Where a generated file lies does not matter, what is in it does.
        string key = StepCache.Key(
        [
            Recipe, compilers.Identity, name, .. options,
            .. sources.SelectMany(s => new[] { System.IO.Path.GetFileName(s), cache.Digest(System.IO.Path.Combine(paths.Root, s)) }),
        ]);
        return cache.GetAsync("csc", key, name + ".dll", async output =>
        {
            string responseFile = output + ".rsp";
            await System.IO.File.WriteAllLinesAsync(
                responseFile,
                [.. options, Quoted($"-out:{output}"), Quoted($"-pathmap:{paths.Root}={MappedRoot}"), .. sources.Select(Quoted)],
                cancellationToken);
            var command = Cli.Wrap(DotnetHost.Path)
                .WithArguments(["exec", compilers.Csc, "-noconfig", $"@{responseFile}"])
                .WithWorkingDirectory(paths.Root);
            await ToolProcess.RunAsync(command, "the C# compiler", null, cancellationToken);
        }, cancellationToken);
    }

    private static string Quoted(string argument) => $"\"{argument}\"";
}
