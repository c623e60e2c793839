using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using Corewright.Build.Matrix;

namespace Corewright.Tests.Bpf;

/// <summary>Rows and cells of a <see cref="GoldenTable"/>.</summary>
internal static class GoldenCells
{
    /// <summary>One relocation's row and cell.</summary>
    /// <param name="name">The object; the rows of <c>core</c> are named by their program.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="width">Empty, or a colon and the width that the load was given.</param>
    public static (string Key, string Cell) Of(string name, RelocationOutcome outcome, string width) =>
        name == "core"
            ? (string.Create(CultureInfo.InvariantCulture,
                $"{outcome.Program} {outcome.Index} {outcome.Instruction} {outcome.Kind} {outcome.Target}"), Cell(outcome, width))
            : (name + " 0", Cell(outcome, width));

    public static ImmutableSortedDictionary<string, string> Sort(IEnumerable<(string Key, string Cell)> cells) =>
        cells.ToImmutableSortedDictionary(c => c.Key, c => c.Cell, StringComparer.Ordinal);

    private static string Cell(RelocationOutcome outcome, string width) =>
        (outcome.Value?.ToString(CultureInfo.InvariantCulture) ?? "-") + width;
}
