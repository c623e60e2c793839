using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Ebpf;
using Corewright.Build.Guests;
using Corewright.Build.Kernels;
using Corewright.Build.Loaders;
using Corewright.Build.Matrix.Programs;
using Corewright.Build.Plan;

namespace Corewright.Build.Matrix;

/// <summary>How a matrix is run.</summary>
/// <param name="Force">Run every guest, also where nothing changed since its last answer.</param>
/// <param name="Shard">The part of the kernels that is booted here.</param>
public sealed record MatrixOptions(bool Force, Shard Shard);

/// <summary>Proves programs on kernels: one guest for each kernel.</summary>
/// <param name="guests">Runs them, as many at a time as it was told.</param>
/// <param name="architectures">By name.</param>
/// <param name="modules">Finds the modules that programs need.</param>
public sealed class MatrixRunner(GuestRunner guests, IReadOnlyDictionary<string, Architecture> architectures, KernelModules modules)
{
    /// <summary>Runs the guests of this shard.</summary>
    /// <param name="objects">The programs.</param>
    /// <param name="loaders">A loader for each program and each kernel's architecture.</param>
    /// <param name="kernels">The matrix.</param>
    /// <param name="offline">What the offline engine said of each program on each kernel.</param>
    /// <param name="options">Which kernels, and whether cached answers count.</param>
    /// <param name="cancellationToken">Ends every guest.</param>
    /// <returns>A cell for each program on each kernel of the shard: program by program, in the kernels' order.</returns>
    /// <exception cref="BuildException">A loader or an offline result is missing, or QEMU can't be had.</exception>
    public async Task<IReadOnlyList<MatrixCell>> RunAsync(
        IReadOnlyList<EbpfObject> objects, IReadOnlyList<LoaderBinary> loaders, IReadOnlyList<PreparedKernel> kernels,
        IReadOnlyList<OfflineResult> offline, MatrixOptions options, CancellationToken cancellationToken)
    {
        if (objects.Count == 0)
            return [];
        // Ids are stable, so every machine that shares a matrix cuts it into the same parts.
        string[] ids = [.. kernels.Select(k => k.Kernel.Id).Order(StringComparer.Ordinal)];
        PreparedKernel[] own = [.. kernels.Where(k => options.Shard.Includes(Array.IndexOf(ids, k.Kernel.Id)))];
        var answers = new ConcurrentDictionary<string, IReadOnlyDictionary<string, MatrixCell>>();
        await Task.WhenAll(own.OrderByDescending(Cost).Select(async kernel =>
            answers[kernel.Kernel.Id] = await RunAsync(objects, kernel, loaders, offline, options.Force, cancellationToken)));
        return [.. objects.SelectMany(o => own.Select(k => answers[k.Kernel.Id][o.Program]))];
    }

    private async Task<IReadOnlyDictionary<string, MatrixCell>> RunAsync(
        IReadOnlyList<EbpfObject> objects, PreparedKernel kernel, IReadOnlyList<LoaderBinary> loaders, IReadOnlyList<OfflineResult> offline,
        bool force, CancellationToken cancellationToken)
    {
        string id = kernel.Kernel.Id;
        Architecture architecture = architectures[kernel.Kernel.Architecture];
        ProvedProgram[] programs =
        [
            .. objects.Select(o => new ProvedProgram(o, loaders.FirstOrDefault(l => l.Program == o.Program && l.Architecture == architecture.Name)
                ?? throw new BuildException($"there is no loader of {o.Program} for {architecture.Name}", id))),
        ];
        Dictionary<string, OfflineResult> results = programs.ToDictionary(p => p.Name, p =>
            offline.FirstOrDefault(r => r.Program == p.Name && r.KernelId == id)
            ?? throw new BuildException($"{p.Name} was not checked offline", id));
        var outcomes = await SharedGuest.RunAsync<ProvedProgram>(programs, (p, step) => MatrixJob.IsStepOf(p.Name, step), async part =>
        {
            string[] wanted = [.. part.SelectMany(p => ProgramProofs.Of(p.Name).Modules).Distinct()];
            var found = await modules.ReadAsync(kernel.Kernel, wanted, cancellationToken);
            GuestJob job = await MatrixJob.CreateAsync(part, kernel, found, cancellationToken);
            return await guests.RunAsync(kernel, architecture, job, force, cancellationToken);
        });
        return programs.ToDictionary(
            p => p.Name, p => new MatrixJudge(kernel, architecture.PointerSize, results[p.Name]).Judge(outcomes[p]));
    }

    // The longest go first, so that none of them runs alone at the end: 32-bit guests, which also carry their BTF, then by size.
    private static long Cost(PreparedKernel kernel) => new FileInfo(kernel.BootImage).Length + (kernel.HasOwnBtf ? 0 : 1L << 32);
}
