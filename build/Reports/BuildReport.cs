using System;
using System.Collections.Generic;
using System.Linq;
using Corewright.Build.Ebpf;
using Corewright.Build.Kernels;
using Corewright.Build.Loaders;
using Corewright.Build.Matrix;
using Corewright.Build.Packages;

namespace Corewright.Build.Reports;

/// <summary>Everything that one run found out: what all reports are written from.</summary>
/// <param name="Version">The release's version, such as <c>0.1.0</c>.</param>
/// <param name="Commit">The commit built, or an empty string outside a clone.</param>
/// <param name="SourceDate">The commit's time (<c>SOURCE_DATE_EPOCH</c>), so that equal inputs give equal reports.</param>
/// <param name="Matrix">The matrix's name, such as <c>quick</c>.</param>
/// <param name="Objects">The finished objects.</param>
/// <param name="Loaders">The loaders of all programs and architectures.</param>
/// <param name="Packages">The release files.</param>
/// <param name="Kernels">The matrix's kernels, in its order; they order every table.</param>
/// <param name="Offline">What the offline check said.</param>
/// <param name="Cells">What the guests said; empty where the matrix was not asked for.</param>
/// <param name="Tools">The package sets that took part.</param>
/// <param name="Stages">How long the parts of the run took, in order.</param>
public sealed record BuildReport(
    string Version, string Commit, DateTimeOffset SourceDate, string Matrix,
    IReadOnlyList<EbpfObject> Objects, IReadOnlyList<LoaderBinary> Loaders, IReadOnlyList<PackageFile> Packages,
    IReadOnlyList<ReportedKernel> Kernels, IReadOnlyList<OfflineResult> Offline, IReadOnlyList<MatrixCell> Cells,
    IReadOnlyList<ReportedTool> Tools, IReadOnlyList<ReportedStage> Stages)
{
    /// <summary>One line per program and kernel, in the kernels' order.</summary>
    public IReadOnlyList<ReportRow> Rows() =>
    [
        .. from program in Objects.Select(o => o.Program)
           from kernel in Kernels
           select new ReportRow(
               program, kernel,
               Offline.FirstOrDefault(o => o.Program == program && o.KernelId == kernel.Id),
               Cells.FirstOrDefault(c => c.Program == program && c.KernelId == kernel.Id),
               Objects.First(o => o.Program == program),
               Loaders.FirstOrDefault(l => l.Program == program && l.Architecture == kernel.Architecture),
               GuestAsked: Cells.Count > 0),
    ];
}

/// <summary>A kernel as the reports name it.</summary>
/// <param name="Id">Such as <c>aarch64-5.10</c>.</param>
/// <param name="Architecture">Our name of the architecture.</param>
/// <param name="Version">What users call it, such as <c>5.10</c>.</param>
/// <param name="Suite">The Debian suite it comes from.</param>
/// <param name="Release">What <c>uname -r</c> says.</param>
/// <param name="HasOwnBtf">Whether the kernel itself carries BTF.</param>
/// <param name="Digest">SHA-256 (lower-case hex) of what was prepared.</param>
public sealed record ReportedKernel(
    string Id, string Architecture, string Version, string Suite, string Release, bool HasOwnBtf, string Digest)
{
    /// <summary>The kernel as it was prepared.</summary>
    public static ReportedKernel Of(PreparedKernel kernel) => new(
        kernel.Kernel.Id, kernel.Kernel.Architecture, kernel.Kernel.Version, kernel.Kernel.Suite, kernel.Release,
        kernel.HasOwnBtf, kernel.Digest);
}

/// <summary>A package set that took part, by content.</summary>
/// <param name="Name">Such as <c>toolchain</c>.</param>
/// <param name="Digest">SHA-256 (lower-case hex) over its packages.</param>
public sealed record ReportedTool(string Name, string Digest);

/// <summary>A part of the run and what it took.</summary>
/// <param name="Name">Such as <c>Matrix</c>.</param>
/// <param name="Duration">Wall-clock time.</param>
public sealed record ReportedStage(string Name, TimeSpan Duration);

/// <summary>One program on one kernel, with everything known about the pair.</summary>
/// <param name="Program">Such as <c>execwatch</c>.</param>
/// <param name="Kernel">The kernel.</param>
/// <param name="Offline">The offline check, or null where it was not asked for.</param>
/// <param name="Cell">The guest's result, or null where none was asked for.</param>
/// <param name="Object">The object.</param>
/// <param name="Loader">The loader of the kernel's architecture, or null where none was built.</param>
/// <param name="GuestAsked">Whether this run had a matrix at all: then a row without a guest's result is no pass.</param>
public sealed record ReportRow(
    string Program, ReportedKernel Kernel, OfflineResult? Offline, MatrixCell? Cell, EbpfObject Object, LoaderBinary? Loader,
    bool GuestAsked)
{
    /// <summary>
    /// The guest's verdict; in a run without a matrix, what the offline check alone can say; null where there is no answer.
    /// An offline failure stands whatever else happened.
    /// </summary>
    public Verdict? Verdict => (Cell, Offline) switch
    {
        ({ } cell, _) => cell.Verdict,
        (null, { Failure: not null }) => Matrix.Verdict.RelocationFailed,
        (null, not null) when !GuestAsked => Matrix.Verdict.Pass,
        _ => null,
    };

    /// <summary>How far the pair came, stage by stage.</summary>
    public IReadOnlyList<StageResult> Stages => StageResult.Of(this);
}
