using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Ebpf;
using Corewright.Build.Guests;
using Corewright.Build.Kernels;
using Corewright.Build.Loaders;
using Corewright.Build.Plan;

namespace Corewright.Build.Matrix;

/// <summary>How a matrix is run.</summary>
/// <param name="Force">Run every guest, also where nothing changed since its last answer.</param>
/// <param name="Shard">The part of the list of jobs that is run here.</param>
public sealed record MatrixOptions(bool Force, Shard Shard);

/// <summary>Proves programs on kernels: one guest for each program and kernel.</summary>
/// <param name="guests">Runs them, as many at a time as it was told.</param>
/// <param name="architectures">By name.</param>
public sealed class MatrixRunner(GuestRunner guests, IReadOnlyDictionary<string, Architecture> architectures)
{
    /// <summary>Runs the jobs of this shard.</summary>
    /// <param name="objects">The programs.</param>
    /// <param name="loaders">A loader for each program and each kernel's architecture.</param>
    /// <param name="kernels">The matrix.</param>
    /// <param name="offline">What the offline engine said of each program on each kernel.</param>
    /// <param name="options">Which jobs, and whether cached answers count.</param>
    /// <param name="cancellationToken">Ends every guest.</param>
    /// <returns>A cell for each job of the shard: program by program, in the kernels' order.</returns>
    /// <exception cref="BuildException">A loader or an offline result is missing, or QEMU can't be had.</exception>
    public async Task<IReadOnlyList<MatrixCell>> RunAsync(
        IReadOnlyList<EbpfObject> objects, IReadOnlyList<LoaderBinary> loaders, IReadOnlyList<PreparedKernel> kernels,
        IReadOnlyList<OfflineResult> offline, MatrixOptions options, CancellationToken cancellationToken)
    {
        // Names are stable, so every machine that shares a matrix cuts it into the same parts.
        var all = objects.SelectMany(o => kernels.Select(k => (Object: o, Kernel: k))).ToList();
        string[] names = [.. all.Select(j => MatrixJob.Name(j.Object, j.Kernel)).Order(StringComparer.Ordinal)];
        var jobs = all.Where(j => options.Shard.Includes(Array.IndexOf(names, MatrixJob.Name(j.Object, j.Kernel)))).ToList();

        var cells = new MatrixCell[jobs.Count];
        await Task.WhenAll(jobs.Select((job, i) => (job, i)).OrderByDescending(j => Cost(j.job.Kernel)).Select(async j =>
            cells[j.i] = await RunAsync(j.job.Object, j.job.Kernel, loaders, offline, options.Force, cancellationToken)));
        return cells;
    }

    private async Task<MatrixCell> RunAsync(
        EbpfObject program, PreparedKernel kernel, IReadOnlyList<LoaderBinary> loaders, IReadOnlyList<OfflineResult> offline,
        bool force, CancellationToken cancellationToken)
    {
        Architecture architecture = architectures[kernel.Kernel.Architecture];
        LoaderBinary loader = loaders.FirstOrDefault(l => l.Program == program.Program && l.Architecture == architecture.Name)
            ?? throw new BuildException($"there is no loader of {program.Program} for {architecture.Name}", kernel.Kernel.Id);
        OfflineResult result = offline.FirstOrDefault(r => r.Program == program.Program && r.KernelId == kernel.Kernel.Id)
            ?? throw new BuildException($"{program.Program} was not checked offline", kernel.Kernel.Id);
        GuestJob job = await MatrixJob.CreateAsync(program, loader, kernel, cancellationToken);
        GuestOutcome outcome = await guests.RunAsync(kernel, architecture, job, force, cancellationToken);
        return new MatrixJudge(kernel, architecture.PointerSize, result).Judge(outcome);
    }

    // The longest go first, so that none of them runs alone at the end: 32-bit guests, which also carry their BTF, then by size.
    private static long Cost(PreparedKernel kernel) => new FileInfo(kernel.BootImage).Length + (kernel.HasOwnBtf ? 0 : 1L << 32);
}
