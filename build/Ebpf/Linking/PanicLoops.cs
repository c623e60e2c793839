using System;
using System.Collections.Generic;
using System.Text.RegularExpressions;

namespace Corewright.Build.Ebpf.Linking;

/// <summary>
/// Rewriting of LLVM IR text (the LLVM Language Reference, "br"): a loop that does nothing, <c>loop {}</c>, is how a panic handler says
/// that it doesn't come back. No kernel takes it where it may be reached; it becomes the program's end, with 0.
/// </summary>
internal static partial class PanicLoops
{
    private static readonly string[] s_end = ["  call void asm sideeffect \"r0 = 0\\0Aexit\", \"\"()", "  unreachable"];

    /// <summary>Rewrites blocks that consist of a jump to themselves.</summary>
    /// <param name="lines">IR text.</param>
    /// <param name="rewritten">The module; the same lines if there is none.</param>
    /// <returns>Whether there is one.</returns>
    public static bool Rewrite(IReadOnlyList<string> lines, out IReadOnlyList<string> rewritten)
    {
        var result = new List<string>(lines.Count);
        string? label = null;
        bool changed = false;
        foreach (string line in lines)
        {
            if (label is not null && Jump().Match(line) is { Success: true } jump && jump.Groups[1].Value == label)
            {
                result.AddRange(s_end);
                label = null;
                changed = true;
                continue;
            }
            if (Label().Match(line) is { Success: true } start)
                label = start.Groups[1].Value;
            else if (!string.IsNullOrWhiteSpace(line) && !line.TrimStart().StartsWith("#dbg_", StringComparison.Ordinal))
                label = null;
            result.Add(line);
        }
        rewritten = changed ? result : lines;
        return changed;
    }

    [GeneratedRegex(@"^([-a-zA-Z$._0-9]+):")]
    private static partial Regex Label();

    [GeneratedRegex(@"^\s+br label %([-a-zA-Z$._0-9]+)(?:,|$)")]
    private static partial Regex Jump();
}
