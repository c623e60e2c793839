using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Kernels;
using Corewright.Build.Plan;
using Corewright.Build.Progress;
using Corewright.Build.Store;

namespace Corewright.Build.Guests;

/// <summary>
/// Runs jobs in guests: one QEMU each, as many at a time as the host has cores. A guest that gives no complete answer is started
/// anew, twice at most; emulation takes over where KVM fails.
/// </summary>
/// <param name="store">Where QEMU and the guests' programs come from.</param>
/// <param name="paths">The cache.</param>
/// <param name="log">Shows where each guest is.</param>
/// <param name="atOnce">How many guests may run at a time; the number of cores by default.</param>
public sealed class GuestRunner(IToolStore store, BuildPaths paths, IProgressLog log, int? atOnce = null)
{
    private readonly SemaphoreSlim _cores = new(atOnce ?? Environment.ProcessorCount);
    private readonly KvmTrial _kvm = new(paths.Cache);
    private readonly GuestCache _cache = new(paths.Cache);

    /// <summary>How long a kernel may take to reach its first program, on a host that is busy with other work.</summary>
    public TimeSpan BootTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>What a guest is given beyond its steps' own limits before the host ends it.</summary>
    public TimeSpan JobGrace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many processors guests have.</summary>
    public int Processors { get; init; } = 1;

    /// <summary>How often a guest is started that gives no complete answer.</summary>
    public int MaximumAttempts { get; init; } = 3;

    /// <summary>Boots a kernel and runs a job in it, or gives the complete answer of an earlier run with the same inputs.</summary>
    /// <param name="kernel">What boots.</param>
    /// <param name="architecture">The kernel's.</param>
    /// <param name="job">What to run.</param>
    /// <param name="force">Run it even where the cache has an answer.</param>
    /// <param name="cancellationToken">Ends QEMU and everything it started.</param>
    /// <exception cref="BuildException">QEMU or the guest's programs can't be had, or the job is malformed.</exception>
    public async Task<GuestOutcome> RunAsync(
        PreparedKernel kernel, Architecture architecture, GuestJob job, bool force, CancellationToken cancellationToken)
    {
        ToolRoot qemu = await store.OpenAsync("qemu", cancellationToken);
        ToolRoot guest = await store.OpenAsync("guest-" + architecture.Name, cancellationToken);
        (string initramfs, string baseDigest) = await BaseInitramfs.PrepareAsync(guest, paths.Cache, cancellationToken);
        byte[] archive = JobArchive.Write(job, architecture.Qemu.ResultTty);

        string key = GuestCache.Key(qemu, architecture, kernel, baseDigest, archive);
        if (Processors != 1)
            key += $"-{Processors}";
        if (!force && !job.CountsInstructions && await _cache.FindAsync(key, cancellationToken) is { } earlier)
            return earlier;

        await _cores.WaitAsync(cancellationToken);
        try
        {
            bool kvm = !job.CountsInstructions && await _kvm.AllowsAsync(qemu, architecture, kernel, initramfs, cancellationToken);
            using IProgressItem progress = log.Begin(job.Name, null, ProgressUnit.Steps);
            for (int attempt = 1; ; attempt++)
            {
                var run = new GuestRun(qemu, architecture, kernel, initramfs, archive, kvm && attempt == 1)
                {
                    Processors = Processors,
                    BootTimeout = BootTimeout,
                    // The steps' own limits are kept by the guest; the host's only ends a guest that stopped keeping them.
                    JobTimeout = JobGrace + TimeSpan.FromSeconds(job.Steps.Sum(s => s.Timeout.TotalSeconds)),
                    // A kernel that hangs in one step shall not cost the time of all that were to come. Where the guest's clock counts
                    // instructions, its seconds are not ours.
                    StepTimeout = job.CountsInstructions || job.Steps.Count == 0
                        ? TimeSpan.MaxValue : JobGrace + job.Steps.Max(s => s.Timeout),
                    CountsInstructions = job.CountsInstructions,
                };
                progress.Report("booting");
                RawAnswer answer = await run.RunAsync(progress.Report, cancellationToken);
                GuestOutcome outcome = GuestAnswer.Read(answer, job, kernel, attempt);
                if (outcome is GuestOutcome.Complete complete)
                {
                    if (!job.CountsInstructions)
                        await _cache.KeepAsync(key, complete, cancellationToken);
                    return complete;
                }
                var failure = (GuestOutcome.Infrastructure)outcome;
                bool emulated = !kvm || attempt > 1;
                if (attempt >= MaximumAttempts || (job.IsDivisible && emulated && failure.Step is not null))
                    return failure;
                log.Warning($"{job.Name}: {failure.Reason}; starting the guest again");
            }
        }
        finally
        {
            _cores.Release();
        }
    }
}
