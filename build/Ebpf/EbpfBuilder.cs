using System;
using System.IO;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Ebpf.Finalise;
using Corewright.Build.Plan;
using Corewright.Build.Progress;
using Corewright.Build.Store;

namespace Corewright.Build.Ebpf;

/// <summary>Builds program crates into finished objects, one for all architectures.</summary>
/// <param name="paths">Where things are.</param>
/// <param name="toolchain">The store's <c>toolchain</c> set.</param>
/// <param name="progress">How it talks to the user.</param>
/// <param name="tools">Another compiler than the set's, or another linker than ours; or null.</param>
public sealed class EbpfBuilder(BuildPaths paths, ToolRoot toolchain, IProgressLog progress, EbpfTools? tools = null)
{
    private readonly EbpfTools _tools = tools ?? new EbpfTools(RustCompiler.OfStore(toolchain));

    /// <summary>
    /// Builds <c>artifacts/ebpf/&lt;program&gt;.bpf.o</c>. Where neither the sources nor the compiler nor the object have changed since
    /// last time, nothing is run.
    /// </summary>
    /// <param name="program">The name of a crate in <c>ebpf-crates/programs</c>, from <see cref="BuildPlan.Programs"/>.</param>
    /// <param name="settings">The target, the same for all architectures.</param>
    /// <param name="cancellationToken">Kills what was started; no half-written object is left.</param>
    /// <exception cref="BuildException">The crate does not compile or link.</exception>
    public async Task<EbpfObject> BuildAsync(string program, EbpfSettings settings, CancellationToken cancellationToken)
    {
        string work = Path.Combine(paths.Intermediate, "ebpf");
        string output = Path.Combine(paths.EbpfArtifacts, program + ".bpf.o");
        string stamp = Path.Combine(work, program + ".inputs");
        string compiler = EbpfInputs.Compiler(toolchain, settings, _tools);
        string inputs = await EbpfInputs.WithSourcesAsync(compiler, paths.EbpfCrates, cancellationToken);
        if (await UpToDateAsync(program, output, stamp, inputs, cancellationToken) is { } made)
        {
            progress.Verbose($"{program}.bpf.o is up to date");
            return made;
        }

        using IDisposable guard = await CrossProcessLock.AcquireAsync(
            Path.Combine(work, "lock"), () => progress.Verbose($"{program}: waiting for another build"), cancellationToken);
        using IProgressItem item = progress.Begin(program + ".bpf.o");
        item.Report("compiling");
        var cargo = new CargoBuild(paths.EbpfCrates, work, toolchain, settings, _tools);
        (string linked, string warnings) = await cargo.RunAsync(program, compiler, cancellationToken);
        if (warnings.Length > 0)
            progress.Warning(warnings);

        byte[] bytes = await File.ReadAllBytesAsync(linked, cancellationToken);
        if (_tools.BpfLinker is not null)
            bytes = Finaliser.Finalise(bytes, linked);
        if (ElfImage.Read(bytes, linked).Find("license") is null)
            progress.Warning($"{program}: it names no licence, and without one that goes with the GPL kernels refuse most helpers: corewright_ebpf::license!(\"…\")");
        EbpfObject result = Describe(program, output, bytes);
        await WriteAsync(output, bytes, cancellationToken);
        await WriteAsync(stamp, System.Text.Encoding.ASCII.GetBytes($"{inputs} {result.Sha256}"), cancellationToken);
        return result;
    }

    private static async Task<EbpfObject?> UpToDateAsync(
        string program, string output, string stamp, string inputs, CancellationToken cancellationToken)
    {
        if (!File.Exists(output) || !File.Exists(stamp))
            return null;
        EbpfObject there = Describe(program, output, await File.ReadAllBytesAsync(output, cancellationToken));
        return await File.ReadAllTextAsync(stamp, cancellationToken) == $"{inputs} {there.Sha256}" ? there : null;
    }

    private static EbpfObject Describe(string program, string path, byte[] bytes) =>
        new(program, path, Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes.Length);

    private static async Task WriteAsync(string path, byte[] bytes, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string temporary = $"{path}.{Environment.ProcessId}.tmp";
        await File.WriteAllBytesAsync(temporary, bytes, cancellationToken);
        File.Move(temporary, path, overwrite: true);
    }
}
