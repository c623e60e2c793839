using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Plan;
using Corewright.Build.Store;

namespace Corewright.Build.Loaders;

/// <summary>
/// Runs ld.lld: objects become a static executable at a fixed address, without symbols, with no segment that is both
/// writable and executable.
/// </summary>
internal sealed class StaticLinker(ToolRoot toolchain, StepCache cache)
{
    private const string Program = "usr/lib/llvm-22/bin/ld.lld";

    // Sections that nothing refers to go; ILC's module list (__modules) is referred to by its bounds only.
    private static readonly string[] Options =
    [
        "-static", "-nostdlib", "--no-pie", "--gc-sections", "-z", "nostart-stop-gc", "-z", "noexecstack",
        "--fatal-warnings", "--no-undefined",
    ];

    private static readonly string[] StripAll = ["--strip-all"];

    /// <summary>Links an executable.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="objects">The object files, in order.</param>
    /// <param name="architecture">What for.</param>
    /// <param name="buildId">What goes into its build id note: hex digits.</param>
    /// <param name="symbols">Whether to keep symbols and debug sections, which moves nothing.</param>
    /// <param name="cancellationToken">Kills the linker.</param>
    /// <returns>The executable's path.</returns>
    public Task<string> LinkAsync(
        string name, IReadOnlyList<string> objects, Architecture architecture, string buildId, bool symbols, CancellationToken cancellationToken)
    {
        string[] options =
            ["-m", architecture.Linker.Emulation, .. Options, $"--build-id=0x{buildId}", .. symbols ? [] : StripAll];
        string key = StepCache.Key(["ld.lld 2", toolchain.Digest, .. options, .. objects.Select(cache.Digest)]);
        return cache.GetAsync("ld.lld", key, name, async output =>
        {
            var command = toolchain.Command(Program, [.. options, "-o", output, .. objects]);
            await ToolProcess.RunAsync(command, $"ld.lld for {architecture.Name}", Advice, cancellationToken);
        }, cancellationToken);
    }

    // What a missing symbol means in terms of the source: ILC compiles these constructs into calls.
    private static string? Advice(string output) => output switch
    {
        _ when output.Contains("boxed_nullables_are_left_out", StringComparison.Ordinal) =>
            "avoid casting between T? and object; the lines above name the methods",
        _ when output.Contains("RhpGcPoll", StringComparison.Ordinal) || output.Contains("RhpPInvoke", StringComparison.Ordinal) =>
            "some code uses DllImport, and there is no library to import from: use Syscall",
        _ when output.Contains("cw_main", StringComparison.Ordinal) =>
            "the program has no entry: export a method with [RuntimeExport(\"cw_main\")]",
        _ when output.Contains("undefined symbol: Rh", StringComparison.Ordinal) =>
            "compiled code calls a part of the runtime that packaging/corlib leaves out",
        _ => null,
    };
}
