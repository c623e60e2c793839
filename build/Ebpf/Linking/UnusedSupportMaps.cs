using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace Corewright.Build.Ebpf.Linking;

/// <summary>
/// Rewriting of LLVM IR text: the maps that the support crate brings along for some of its functions (they are
/// called <c>COREWRIGHT_…</c>, or as libbpf calls those of USDT probes) stay out of objects that use none of these. Rust keeps them, because loaders have to find maps by name; a
/// program's own maps stay in any case.
/// </summary>
internal static partial class UnusedSupportMaps
{
    /// <summary>Leaves out definitions that nothing refers to; every other line passes unchanged.</summary>
    public static IReadOnlyList<string> Rewrite(IReadOnlyList<string> lines)
    {
        var used = lines.Where(line => !Definition().IsMatch(line))
            .SelectMany(line => Name().Matches(line)).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);
        return [.. lines.Where(line => Definition().Match(line) is not { Success: true } definition || used.Contains(definition.Groups[1].Value))];
    }

    [GeneratedRegex(@"^(@(?:COREWRIGHT_|__bpf_usdt_)\w+) = ")]
    private static partial Regex Definition();

    [GeneratedRegex(@"@(?:COREWRIGHT_|__bpf_usdt_)\w+")]
    private static partial Regex Name();
}
