using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using CliWrap;
using Corewright.Build.Plan;

namespace Corewright.Build.Loaders;

/// <summary>Runs ILC: an assembly that is its own core library becomes an object file of an architecture.</summary>
internal sealed class AheadOfTimeCompiler(CompilerPaths compilers, StepCache cache)
{
    // Raise it when the options below change.
    private const string Recipe = "ilc 3";

    // Not what the code generator does for speed although it was asked for small code: loops at aligned addresses, their conditions
    // copied before them, loops in two versions. And bodies that are the same are kept once.
    private static readonly string[] Small =
    [
        "--Os", "--methodbodyfolding:all", "--codegenopt:JitAlignLoops=0", "--codegenopt:JitLoopInversionSizeLimit=0",
        "--codegenopt:JitCloneLoopsSizeLimit=0", "--codegenopt:JitRLCSEGreedy=1",
    ];

    /// <summary>Compiles an assembly.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="architecture">What for.</param>
    /// <param name="debug">Without optimisation: each check then fails at a place of its own, which is a line of its own.</param>
    /// <param name="cancellationToken">Kills the compiler.</param>
    /// <returns>The object file's path; it has DWARF for debuggers, which changes nothing about its code.</returns>
    public Task<string> CompileAsync(string assembly, Architecture architecture, bool debug, CancellationToken cancellationToken)
    {
        string name = Path.GetFileNameWithoutExtension(assembly);
        string[] optimization = debug ? ["--methodbodyfolding:generic"] : Small;
        string key = StepCache.Key(
            [Recipe, compilers.Identity, name, architecture.Ilc.TargetArchitecture, cache.Digest(assembly), .. optimization]);
        return cache.GetAsync("ilc", key, $"{name}-{architecture.Name}.o", async output =>
        {
            var command = Cli.Wrap(compilers.Ilc).WithArguments(
            [
                assembly, "-o", output, $"--systemmodule:{name}", "--targetos:linux",
                $"--targetarch:{architecture.Ilc.TargetArchitecture}", "--nativelib", "--parallelism:1", "-g",
                .. optimization,
            ]);
            await ToolProcess.RunAsync(command, $"ILC for {architecture.Name}", Advice, cancellationToken);
        }, cancellationToken);
    }

    private static string? Advice(string output) => output.Contains("Expected", StringComparison.Ordinal)
        ? "ILC looked for this in the core library: write it in packaging/corlib, or leave out what needs it"
        : null;
}
