using System;
using System.Collections.Generic;
using System.Linq;
using Corewright.Build.Guests;
using Corewright.Build.Kernels;
using Corewright.Build.Loaders;
using Corewright.Build.Packages;
using Corewright.Build.Plan;
using Corewright.Build.Store;

namespace Corewright.Build;

/// <summary>The rooms of one run, put together from its facts. Each is opened when a task first asks for it.</summary>
/// <param name="context">The facts.</param>
public sealed class Rooms(BuildContext context) : IDisposable
{
    private PackageStore? store;

    /// <summary>All of <c>targets/</c>.</summary>
    public BuildPlan Plan => field ??= PlanReader.Read(context.Paths);

    /// <summary>Debian packages by pinned checksum.</summary>
    public PackageStore Store => store ??= new PackageStore(
        context.Paths, Plan.Packages,
        new StoreOptions(
            context.Settings.Offline, context.Settings.Locked, context.Settings.Mirror, context.Settings.MirrorSecurity,
            context.Settings.Keyring),
        context.Progress);

    /// <summary>Takes kernels out of packages.</summary>
    public KernelPreparer Kernels => field ??= new KernelPreparer(Store, context.Paths, context.Progress);

    /// <summary>Makes static loaders.</summary>
    public LoaderBuilder Loaders => field ??= new LoaderBuilder(context.Paths, Store, context.Progress);

    /// <summary>Makes the loader of any object.</summary>
    public BpfRunBuilder BpfRun => field ??= new BpfRunBuilder(context.Paths, Store);

    /// <summary>Boots guests.</summary>
    public GuestRunner Guests => field ??= new GuestRunner(Store, context.Paths, context.Progress, context.Settings.Jobs);

    /// <summary>Makes release files.</summary>
    public ReleasePackager Packager => field ??= new ReleasePackager(context.Paths, context.Version, context.Progress);

    /// <summary>The matrix that was asked for.</summary>
    /// <exception cref="BuildException">There is neither a matrix nor a kernel of that name.</exception>
    public KernelMatrix Matrix => Plan.Matrix(context.Settings.Matrix, Options.Matrix.Usage);

    /// <summary>The architectures that loaders are built for: all of them.</summary>
    public IReadOnlyList<Architecture> Architectures =>
        [.. Plan.Architectures.Values.OrderBy(a => a.Name, StringComparer.Ordinal)];

    /// <summary>How objects are compiled: one object serves all architectures, so all must ask for the same.</summary>
    /// <exception cref="BuildException">Two architectures differ.</exception>
    public EbpfSettings Ebpf
    {
        get
        {
            var first = Plan.Architectures.Values.First();
            return Plan.Architectures.Values.FirstOrDefault(a => a.Ebpf != first.Ebpf) is { } other
                ? throw new BuildException($"the BPF settings differ from those of {first.Name}, but there is one object for all",
                    $"targets/architectures/{other.Name}.yml", "make them the same")
                : first.Ebpf;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => store?.Dispose();
}
