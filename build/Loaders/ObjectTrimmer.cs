using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Plan;
using Corewright.Build.Store;

namespace Corewright.Build.Loaders;

/// <summary>
/// Runs llvm-objcopy to take the unwind tables out of an object: nothing unwinds on the board, and they are a fifth of a loader.
/// </summary>
internal sealed class ObjectTrimmer(ToolRoot toolchain, StepCache cache)
{
    private const string Program = "usr/lib/llvm-22/bin/llvm-objcopy";

    // .eh_frame refers to .dotnet_eh_table, and nothing else refers to either; the other two are the same on 32-bit Arm.
    private static readonly string[] Sections = [".eh_frame", ".dotnet_eh_table", ".ARM.exidx*", ".ARM.extab*"];

    /// <summary>Makes a copy of an object file without the tables.</summary>
    /// <param name="objectFile">What ILC made.</param>
    /// <param name="architecture">What for.</param>
    /// <param name="cancellationToken">Kills the tool.</param>
    /// <returns>The copy's path.</returns>
    public Task<string> TrimAsync(string objectFile, Architecture architecture, CancellationToken cancellationToken)
    {
        string[] options = ["--wildcard", .. Sections.Select(s => $"--remove-section={s}")];
        string key = StepCache.Key(["llvm-objcopy 1", toolchain.Digest, .. options, cache.Digest(objectFile)]);
        return cache.GetAsync("llvm-objcopy", key, Path.GetFileName(objectFile), async output =>
        {
            var command = toolchain.Command(Program, [.. options, objectFile, output]);
            await ToolProcess.RunAsync(command, $"llvm-objcopy for {architecture.Name}", null, cancellationToken);
        }, cancellationToken);
    }
}
