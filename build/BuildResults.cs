using System.Collections.Generic;
using Corewright.Build.Ebpf;
using Corewright.Build.Kernels;
using Corewright.Build.Loaders;
using Corewright.Build.Matrix;
using Corewright.Build.Packages;
using Corewright.Build.Reports;

namespace Corewright.Build;

/// <summary>
/// What the tasks of this run have made. A task puts its result here and later ones read it; a task that was left out
/// (<c>--exclusive</c>) leaves null, and reading that is an error that says which task to run.
/// </summary>
public sealed class BuildResults
{
    /// <summary>Whether <c>Ebpf</c> ran.</summary>
    public bool HasObjects => objects is not null;

    /// <summary>Whether <c>Matrix</c> ran.</summary>
    public bool HasCells => cells is not null;

    /// <summary>The finished objects, by <c>Ebpf</c>.</summary>
    public IReadOnlyList<EbpfObject> Objects
    {
        get => objects ?? throw Missing("Ebpf");
        set => objects = value;
    }

    /// <summary>The matrix's kernels, unpacked, by <c>Check</c>.</summary>
    public IReadOnlyList<PreparedKernel> Kernels
    {
        get => kernels ?? throw Missing("Check");
        set => kernels = value;
    }

    /// <summary>Every relocation against every kernel, by <c>Check</c>.</summary>
    public IReadOnlyList<OfflineResult> Offline
    {
        get => offline ?? throw Missing("Check");
        set => offline = value;
    }

    /// <summary>The static loaders, by <c>Loaders</c>.</summary>
    public IReadOnlyList<LoaderBinary> Loaders
    {
        get => loaders ?? throw Missing("Loaders");
        set => loaders = value;
    }

    /// <summary>bpfrun for each architecture, by <c>Loaders</c>.</summary>
    public IReadOnlyList<LoaderBinary> Tools
    {
        get => tools ?? throw Missing("Loaders");
        set => tools = value;
    }

    /// <summary>What the guests said, by <c>Matrix</c>.</summary>
    public IReadOnlyList<MatrixCell> Cells
    {
        get => cells ?? throw Missing("Matrix");
        set => cells = value;
    }

    /// <summary>The release files, by <c>Package</c>.</summary>
    public IReadOnlyList<PackageFile> Packages
    {
        get => packages ?? throw Missing("Package");
        set => packages = value;
    }

    /// <summary>How long each task took, in the order in which they ended.</summary>
    public IList<ReportedStage> Stages { get; } = new List<ReportedStage>();

    private IReadOnlyList<EbpfObject>? objects;
    private IReadOnlyList<PreparedKernel>? kernels;
    private IReadOnlyList<OfflineResult>? offline;
    private IReadOnlyList<LoaderBinary>? loaders;
    private IReadOnlyList<LoaderBinary>? tools;
    private IReadOnlyList<MatrixCell>? cells;
    private IReadOnlyList<PackageFile>? packages;

    private static BuildException Missing(string task) =>
        new($"this needs the results of {task}, which was left out", null, $"run it too: leave out --exclusive or add --target={task}");
}
