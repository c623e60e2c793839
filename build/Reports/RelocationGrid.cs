using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Corewright.Build.Matrix;

namespace Corewright.Build.Reports;

/// <summary>A program's relocations (rows) on all kernels (columns), with the values of the three resolvers.</summary>
/// <param name="Program">The object's program name.</param>
/// <param name="Kernels">The columns.</param>
/// <param name="Rows">By BPF program and number.</param>
public sealed record RelocationGrid(string Program, IReadOnlyList<ReportedKernel> Kernels, IReadOnlyList<RelocationRow> Rows)
{
    /// <summary>The grid of one program.</summary>
    public static RelocationGrid Of(BuildReport report, string program)
    {
        ReportRow[] columns = [.. report.Rows().Where(r => r.Program == program)];
        var resolved = columns.Select(c => new Resolved(c)).ToArray();
        // A relocation that only one resolver knows still gets a row, so that nothing is left out.
        RelocationOutcome[] known =
        [
            .. resolved.SelectMany(r => r.All).GroupBy(r => (r.Program, r.Index)).Select(g => g.First())
                .OrderBy(r => ProgramOrder(resolved, r.Program)).ThenBy(r => r.Index),
        ];
        return new(program, [.. columns.Select(c => c.Kernel)],
            [.. known.Select(k => new RelocationRow(k, [.. resolved.Select(r => r.Cell(k))]))]);
    }

    private static int ProgramOrder(Resolved[] resolved, string program)
    {
        List<string> names = [.. resolved.SelectMany(r => r.All).Select(r => r.Program).Distinct()];
        return names.IndexOf(program);
    }

    private sealed class Resolved(ReportRow row)
    {
        private readonly IReadOnlyList<RelocationOutcome> offline = row.Offline?.Relocations ?? row.Cell?.Offline ?? [];
        private readonly IReadOnlyList<RelocationOutcome> libbpf = row.Cell?.Libbpf ?? [];
        private readonly IReadOnlyList<RelocationOutcome> loader = row.Cell?.Loader ?? [];

        internal IEnumerable<RelocationOutcome> All => offline.Concat(libbpf).Concat(loader);

        internal RelocationCell Cell(RelocationOutcome key) => new(Find(offline, key), Find(libbpf, key), Find(loader, key));

        private static ResolverAnswer Find(IReadOnlyList<RelocationOutcome> answers, RelocationOutcome key)
        {
            if (answers.Count == 0) return ResolverAnswer.NotAsked;
            RelocationOutcome? found = answers.FirstOrDefault(a => a.Program == key.Program && a.Index == key.Index);
            return found is not null ? ResolverAnswer.Of(found.Value) : key.IsOptional ? ResolverAnswer.NotAsked : ResolverAnswer.NoRecord;
        }
    }
}

/// <summary>One relocation on all kernels.</summary>
/// <param name="Relocation">Which; its value is that of the first kernel and is not to be used.</param>
/// <param name="Cells">One per kernel.</param>
public sealed record RelocationRow(RelocationOutcome Relocation, IReadOnlyList<RelocationCell> Cells)
{
    /// <summary>The different values over all kernels, in order of first appearance.</summary>
    public IReadOnlyList<string> DistinctValues { get; } =
        [.. Cells.Where(c => c.Offline.Asked).Select(c => c.Offline.Text).Distinct()];

    /// <summary>Whether the value depends on the kernel.</summary>
    public bool Varies => DistinctValues.Count > 1;
}

/// <summary>One relocation on one kernel.</summary>
/// <param name="Offline">Our engine on the build machine.</param>
/// <param name="Libbpf">libbpf in the guest.</param>
/// <param name="Loader">Our loader in the guest.</param>
public sealed record RelocationCell(ResolverAnswer Offline, ResolverAnswer Libbpf, ResolverAnswer Loader)
{
    /// <summary>Whether two resolvers that were asked gave different answers.</summary>
    public bool Disagrees => Answers.Where(a => a.Answer.Asked).Select(a => a.Answer).Distinct().Count() > 1;

    /// <summary>The resolvers by name.</summary>
    public IEnumerable<(string Resolver, ResolverAnswer Answer)> Answers =>
        [("offline", Offline), ("libbpf", Libbpf), ("loader", Loader)];
}

/// <summary>What one resolver said to one relocation.</summary>
/// <param name="Asked">False where the resolver gave no records at all on this kernel.</param>
/// <param name="Text">A decimal value, <c>poisoned</c>, or <c>no record</c>.</param>
public readonly record struct ResolverAnswer(bool Asked, string Text)
{
    internal static ResolverAnswer NotAsked => new(false, "not asked");

    internal static ResolverAnswer NoRecord => new(true, "no record");

    internal static ResolverAnswer Of(ulong? value) =>
        new(true, value is { } v ? v.ToString(CultureInfo.InvariantCulture) : "poisoned");
}
