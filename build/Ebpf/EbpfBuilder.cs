using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
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

    private string Work => Path.Combine(paths.Intermediate, "ebpf");

    /// <summary>
    /// Builds <c>artifacts/ebpf/&lt;program&gt;.bpf.o</c>. Where neither the sources nor the compiler nor the object have changed since
    /// last time, nothing is run.
    /// </summary>
    /// <param name="program">The name of a crate in <c>ebpf-crates/programs</c>, from <see cref="BuildPlan.Programs"/>.</param>
    /// <param name="settings">The target, the same for all architectures.</param>
    /// <param name="cancellationToken">Kills what was started; no half-written object is left.</param>
    /// <exception cref="BuildException">The crate does not compile or link.</exception>
    public async Task<EbpfObject> BuildAsync(string program, EbpfSettings settings, CancellationToken cancellationToken) =>
        (await BuildAsync([program], settings, cancellationToken))[0];

    /// <summary>Builds several at once: cargo compiles and links those that changed side by side.</summary>
    /// <param name="programs">Their names.</param>
    /// <param name="settings">The target, the same for all architectures.</param>
    /// <param name="cancellationToken">Kills what was started; no half-written object is left.</param>
    /// <returns>The objects, in the programs' order.</returns>
    /// <exception cref="BuildException">A crate does not compile or link.</exception>
    public async Task<IReadOnlyList<EbpfObject>> BuildAsync(
        IReadOnlyList<string> programs, EbpfSettings settings, CancellationToken cancellationToken)
    {
        string compiler = EbpfInputs.Compiler(toolchain, settings, _tools);
        var objects = new Dictionary<string, EbpfObject>();
        foreach (string program in programs)
        {
            if (await UpToDateAsync(program, compiler, cancellationToken) is not { } made)
                continue;
            progress.Verbose($"{program}.bpf.o is up to date");
            objects[program] = made;
        }

        string[] changed = [.. programs.Where(program => !objects.ContainsKey(program))];
        if (changed.Length > 0)
        {
            string all = changed.Length == 1 ? changed[0] : $"{changed.Length} programs";
            using IDisposable guard = await CrossProcessLock.AcquireAsync(
                Path.Combine(Work, "lock"), () => progress.Verbose($"{all}: waiting for another build"), cancellationToken);
            using IProgressItem item = progress.Begin(changed.Length == 1 ? all + ".bpf.o" : all);
            item.Report("compiling");
            DateTime start = DateTime.UtcNow;
            var cargo = new CargoBuild(paths.EbpfCrates, Work, toolchain, settings, _tools);
            (string folder, string warnings) = await cargo.RunAsync(changed, compiler, cancellationToken);
            if (warnings.Length > 0)
                progress.Warning(warnings);
            foreach (string program in changed)
                objects[program] = await FinishAsync(program, Path.Combine(folder, program), compiler, start, cancellationToken);
        }

        return [.. programs.Select(program => objects[program])];
    }

    private async Task<EbpfObject> FinishAsync(
        string program, string linked, string compiler, DateTime start, CancellationToken cancellationToken)
    {
        byte[] bytes = await File.ReadAllBytesAsync(linked, cancellationToken);
        if (_tools.BpfLinker is not null)
            bytes = Finaliser.Finalise(bytes, linked);
        if (ElfImage.Read(bytes, linked).Find("license") is null)
            progress.Warning($"{program}: it names no licence, and without one that goes with the GPL kernels refuse most helpers: corewright_ebpf::license!(\"…\")");
        EbpfObject result = Describe(program, Output(program), bytes);
        await WriteAsync(result.Path, bytes, cancellationToken);

        IReadOnlyList<string> sources = EbpfInputs.Sources(await File.ReadAllTextAsync(linked + ".d", cancellationToken));
        string inputs = await EbpfInputs.WithSourcesAsync(compiler, paths.EbpfCrates, sources, cancellationToken);
        // What was edited meanwhile may not be in the object: then it is not up to date.
        if (sources.All(file => File.GetLastWriteTimeUtc(file) < start))
            await WriteAsync(Stamp(program), Encoding.UTF8.GetBytes(string.Join('\n', [$"{inputs} {result.Sha256}", .. sources])), cancellationToken);
        return result;
    }

    private async Task<EbpfObject?> UpToDateAsync(string program, string compiler, CancellationToken cancellationToken)
    {
        string output = Output(program), stamp = Stamp(program);
        if (!File.Exists(output) || !File.Exists(stamp))
            return null;
        EbpfObject there = Describe(program, output, await File.ReadAllBytesAsync(output, cancellationToken));
        string[] lines = await File.ReadAllLinesAsync(stamp, cancellationToken);
        if (lines.Length == 0)
            return null;
        string inputs = await EbpfInputs.WithSourcesAsync(compiler, paths.EbpfCrates, lines[1..], cancellationToken);
        return lines[0] == $"{inputs} {there.Sha256}" ? there : null;
    }

    private string Output(string program) => Path.Combine(paths.EbpfArtifacts, program + ".bpf.o");

    /// <summary>The file that says what the object was made of: the hash of all that, the object's, and the sources.</summary>
    private string Stamp(string program) => Path.Combine(Work, program + ".inputs");

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
