using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Corewright.Build.Support;

/// <summary>Writes what was proved as tables of Markdown.</summary>
public static class SupportTable
{
    /// <summary>The line in README.md that the compact table begins after.</summary>
    public const string Begin = "<!-- support: written by ./build.sh --target=Support -->";

    /// <summary>The line that it ends before.</summary>
    public const string End = "<!-- /support -->";

    private static readonly string[] s_architectures = ["x86_64", "aarch64", "armv7"];

    /// <summary>All of <c>docs/support.md</c>.</summary>
    /// <param name="proof">What was proved.</param>
    public static string Page(SupportProof proof)
    {
        var text = new StringBuilder("""
            # What is supported, and shown

            Written by `./build.sh --target=Support` from what the feature suite (`tests/Features`) proved in guests of these kernels:
            each feature was loaded, attached and seen working (**yes**), or the kernel lacks it, and the loader ended with exit code 5
            and said so (**–**). Where neither could be seen for a reason that is not the library's, a number leads to the reason. Nothing here is written by hand; a test compares this file with the suite.


            """);
        foreach (IGrouping<string, ProvedFeature> area in proof.Features.GroupBy(f => f.Area))
        {
            text.Append(CultureInfo.InvariantCulture, $"## {area.Key}\n\n| | {string.Join(" | ", proof.Kernels.Select(k => k.Replace('-', ' ')))} |\n");
            text.Append(CultureInfo.InvariantCulture, $"|---|{string.Concat(proof.Kernels.Select(_ => "---|"))}\n");
            var reasons = new List<string>();
            foreach (ProvedFeature feature in area)
                text.Append(CultureInfo.InvariantCulture, $"| {Escaped(feature.Title)} | {string.Join(" | ", proof.Kernels.Select(k => Cell(feature, k, reasons)))} |\n");
            text.Append('\n');
            for (int i = 0; i < reasons.Count; i++)
                text.Append(CultureInfo.InvariantCulture, $"{i + 1}. Not shown: {reasons[i]}.\n{(i == reasons.Count - 1 ? "\n" : "")}");
        }
        return text.ToString().TrimEnd('\n') + "\n";
    }

    /// <summary>The table of README.md: since which Linux each feature works, by architecture; kernels are in ascending order.</summary>
    /// <param name="proof">What was proved.</param>
    public static string Compact(SupportProof proof)
    {
        var text = new StringBuilder("| | x86_64 | aarch64 | armv7 |\n|---|---|---|---|\n");
        foreach (IGrouping<string, ProvedFeature> area in proof.Features.GroupBy(f => f.Area))
        {
            text.Append(CultureInfo.InvariantCulture, $"| **{area.Key}** | | | |\n");
            foreach (ProvedFeature feature in area)
                text.Append(CultureInfo.InvariantCulture, $"| {Escaped(feature.Title)} | {string.Join(" | ", s_architectures.Select(a => First(feature, a, proof)))} |\n");
        }
        return text.ToString();
    }

    /// <summary>README.md with the compact table in its place.</summary>
    /// <param name="readme">The file as it is.</param>
    /// <param name="proof">What was proved.</param>
    /// <exception cref="BuildException">The place isn't marked.</exception>
    public static string Inserted(string readme, SupportProof proof)
    {
        int begin = readme.IndexOf(Begin, StringComparison.Ordinal), end = readme.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
            throw new BuildException($"the place of the table isn't marked with '{Begin}' and '{End}'", "README.md");
        return $"{readme[..(begin + Begin.Length)]}\n\n{Compact(proof)}\n{readme[end..]}";
    }

    /// <summary>What wasn't proved: a line for each feature and kernel; empty if everything was.</summary>
    /// <param name="proof">What was proved.</param>
    public static IReadOnlyList<string> Gaps(SupportProof proof) =>
        [.. proof.Features.SelectMany(f => proof.Kernels.Where(k => !f.On.ContainsKey(k)).Select(k => $"{f.Name} on {k}"))];

    private static string Cell(ProvedFeature feature, string kernel, List<string> reasons) =>
        feature.On.GetValueOrDefault(kernel, SupportVerdict.NotShown) switch
        {
            SupportVerdict.Works => "yes",
            SupportVerdict.Refused => "–",
            _ => feature.Reasons.TryGetValue(kernel, out string? reason) ? $"not shown ({Number(reason, reasons)})" : "not shown",
        };

    // The same reason has the same number.
    private static int Number(string reason, List<string> reasons)
    {
        if (!reasons.Contains(reason))
            reasons.Add(reason);
        return reasons.IndexOf(reason) + 1;
    }

    // The version that is claimed, where an older kernel was seen without; else no more is known than that the oldest one has it.
    private static string First(ProvedFeature feature, string architecture, SupportProof proof)
    {
        string[] kernels = [.. proof.Kernels.Where(k => k.StartsWith(architecture + "-", StringComparison.Ordinal))];
        SupportVerdict[] verdicts = [.. kernels.Select(k => feature.On.GetValueOrDefault(k, SupportVerdict.NotShown))];
        int first = Array.IndexOf(verdicts, SupportVerdict.Works);
        return first < 0 ? "–"
            : first > 0 && verdicts[first - 1] == SupportVerdict.Refused && feature.Since.TryGetValue(architecture, out string? version) ? version
            : "≤ " + kernels[first][(architecture.Length + 1)..];
    }

    private static string Escaped(string title) => title.Replace("|", "\\|", StringComparison.Ordinal);
}
