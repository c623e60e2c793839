using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Plan;
using Corewright.Build.Store;

namespace Corewright.Build.Loaders;

/// <summary>
/// Runs llvm-objcopy. It takes the unwind tables out of an object: nothing unwinds on the board, and they are a fifth of a loader.
/// </summary>
internal sealed class ObjectTrimmer(ToolRoot toolchain, StepCache cache)
{
    private const string Program = "usr/lib/llvm-22/bin/llvm-objcopy";

    // .eh_frame refers to .dotnet_eh_table, and nothing else refers to either; the other two are the same on 32-bit Arm.
    private static readonly string[] UnwindTables = [".eh_frame", ".dotnet_eh_table", ".ARM.exidx*", ".ARM.extab*"];

    // There, what is kept for debuggers refers to the tables, so they stay, but as something that takes up no address.
    private static readonly string[] ArmUnwindRelocations = [".rel.ARM.exidx__managedcode", ".rel.ARM.extab__managedcode"];
    private static readonly string[] UnloadArmUnwind =
    [
        "--set-section-flags=.ARM.exidx__managedcode=readonly", "--set-section-type=.ARM.exidx__managedcode=1",
        "--set-section-flags=.ARM.extab__managedcode=readonly",
    ];

    // On 32-bit Arm ILC makes a jump to every outside symbol and reads the stack's guard out of the jump's own bytes: a constant.
    // A symbol of the same name in the core library's assembly takes its place once it is weak.
    private const string GuardJump = "__security_cookie$thunk";

    /// <summary>Makes a copy of an object file without the tables.</summary>
    /// <param name="objectFile">What ILC made.</param>
    /// <param name="architecture">What for.</param>
    /// <param name="keepDebug">Whether what debuggers need stays. Code and data are the same either way.</param>
    /// <param name="cancellationToken">Kills the tool.</param>
    /// <returns>The copy's path.</returns>
    public Task<string> TrimAsync(string objectFile, Architecture architecture, bool keepDebug, CancellationToken cancellationToken)
    {
        bool refersToTables = keepDebug && architecture.Ilc.TargetArchitecture == "arm";
        string[] removed = refersToTables ? ArmUnwindRelocations : keepDebug ? UnwindTables : [.. UnwindTables, ".debug_*"];
        string[] options =
        [
            "--wildcard", .. removed.Select(s => $"--remove-section={s}"), .. refersToTables ? UnloadArmUnwind : [],
            $"--weaken-symbol={GuardJump}",
        ];
        string key = StepCache.Key(["llvm-objcopy 2", toolchain.Digest, .. options, cache.Digest(objectFile)]);
        return cache.GetAsync("llvm-objcopy", key, Path.GetFileName(objectFile), async output =>
        {
            var command = toolchain.Command(Program, [.. options, objectFile, output]);
            await ToolProcess.RunAsync(command, $"llvm-objcopy for {architecture.Name}", null, cancellationToken);
        }, cancellationToken);
    }

    /// <summary>Takes out a section's bytes, not relocated.</summary>
    /// <param name="objectFile">What ILC made.</param>
    /// <param name="section">The section.</param>
    /// <param name="cancellationToken">Kills the tool.</param>
    /// <returns>The path of a file with them.</returns>
    public Task<string> ExtractAsync(string objectFile, string section, CancellationToken cancellationToken)
    {
        string key = StepCache.Key(["llvm-objcopy section 1", toolchain.Digest, section, cache.Digest(objectFile)]);
        return cache.GetAsync("llvm-objcopy", key, "section.bin", async output =>
        {
            var command = toolchain.Command(Program, [$"--dump-section={section}={output}", objectFile, output + ".o"]);
            await ToolProcess.RunAsync(command, $"llvm-objcopy of {section}", null, cancellationToken);
        }, cancellationToken);
    }

    /// <summary>Keeps of an executable only what a debugger needs beside it.</summary>
    /// <param name="executable">An executable with symbols.</param>
    /// <param name="cancellationToken">Kills the tool.</param>
    /// <returns>The path of the file for the debugger.</returns>
    public Task<string> SymbolsAsync(string executable, CancellationToken cancellationToken)
    {
        string key = StepCache.Key(["llvm-objcopy symbols 1", toolchain.Digest, cache.Digest(executable)]);
        return cache.GetAsync("llvm-objcopy", key, Path.GetFileName(executable) + ".debug", async output =>
        {
            var command = toolchain.Command(Program, ["--only-keep-debug", executable, output]);
            await ToolProcess.RunAsync(command, "llvm-objcopy of symbols", null, cancellationToken);
        }, cancellationToken);
    }
}
