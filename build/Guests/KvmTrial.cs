using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Kernels;
using Corewright.Build.Plan;
using Corewright.Build.Store;

namespace Corewright.Build.Guests;

/// <summary>
/// Whether guests of this host's architecture run on the processor itself: found out by booting one. There are hosts that make
/// a machine when asked and then fail to run it, so nothing less is proof. The answer holds until the host is booted again.
/// </summary>
internal sealed class KvmTrial(string cache)
{
    private const string BootId = "/proc/sys/kernel/random/boot_id";

    // KVM boots a kernel in well under a second; where it takes this long, it does not work.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _gate = new(1);
    private bool? _works;

    /// <summary>Whether KVM may be used for an architecture.</summary>
    public async Task<bool> AllowsAsync(
        ToolRoot qemu, Architecture architecture, PreparedKernel kernel, string initramfs, CancellationToken cancellationToken)
    {
        if (architecture.Name != KvmProbe.HostArchitecture)
            return false;
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return _works ??= await FindAsync(qemu, architecture, kernel, initramfs, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<bool> FindAsync(
        ToolRoot qemu, Architecture architecture, PreparedKernel kernel, string initramfs, CancellationToken cancellationToken)
    {
        if (!KvmProbe.MakesMachines)
            return false;
        string host = File.Exists(BootId) ? await File.ReadAllTextAsync(BootId, cancellationToken) : "";
        string answer = Path.Combine(cache, "guests", $"kvm-{ContentDigest.Of([host, qemu.Digest])}");
        if (await CacheFile.IsIntactAsync(answer, cancellationToken))
            return await File.ReadAllTextAsync(answer, cancellationToken) == "works";
        var job = new GuestJob("trial of KVM", [], [new GuestStep("hello", ["true"], s_patience)]);
        var run = new GuestRun(qemu, architecture, kernel, initramfs, JobArchive.Write(job, architecture.Qemu.ResultTty), kvm: true)
        {
            BootTimeout = s_patience,
            JobTimeout = s_patience,
        };
        RawAnswer raw = await run.RunAsync(_ => { }, cancellationToken);
        bool works = GuestAnswer.Read(raw, job, kernel, 1) is GuestOutcome.Complete;
        await CacheFile.WriteAsync(answer, works ? "works"u8.ToArray() : "fails"u8.ToArray(), cancellationToken);
        return works;
    }
}
