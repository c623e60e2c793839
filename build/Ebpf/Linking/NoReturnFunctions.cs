using System;
using System.Collections.Generic;
using System.Linq;

namespace Corewright.Build.Ebpf.Linking;

/// <summary>
/// Rewriting of LLVM IR text (the LLVM Language Reference, "Attribute Groups"): functions that don't return are inlined.
/// In Rust these are the ways to panic. Left to themselves they are functions after which code can't go on, which
/// the verifier does not believe; inlined, the handler's <c>exit</c> is the program's.
/// </summary>
internal static class NoReturnFunctions
{
    /// <summary>Changes the attribute groups with <c>noreturn</c>; every other line passes unchanged.</summary>
    public static IEnumerable<string> Rewrite(IReadOnlyList<string> lines)
    {
        HashSet<string> ofDefinitions = lines
            .Where(line => line.StartsWith("define ", StringComparison.Ordinal))
            .Select(GroupOf).OfType<string>().ToHashSet();
        return lines.Select(line => Rewrite(line, ofDefinitions));
    }

    private static string Rewrite(string line, HashSet<string> ofDefinitions)
    {
        const string Start = "attributes ";
        int equals = line.IndexOf(" = { ", StringComparison.Ordinal);
        if (!line.StartsWith(Start, StringComparison.Ordinal) || equals < 0)
            return line;
        string group = line[Start.Length..equals];
        List<string> attributes = [.. line[(equals + 5)..].TrimEnd(' ', '}').Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        if (!attributes.Contains("noreturn"))
            return line;

        // noinline and optnone contradict alwaysinline; cold would move the code into a section of its own.
        attributes.RemoveAll(attribute => attribute is "noinline" or "cold" or "optnone");
        if (ofDefinitions.Contains(group) && !attributes.Contains("alwaysinline"))
            attributes.Insert(0, "alwaysinline");
        return $"{Start}{group} = {{ {string.Join(' ', attributes)} }}";
    }

    /// <summary>The group (<c>#3</c>) that a <c>define</c> line refers to. A name in quotes may contain anything.</summary>
    private static string? GroupOf(string define)
    {
        bool quoted = false;
        for (int i = 0; i < define.Length; i++)
        {
            if (define[i] == '"')
                quoted = !quoted;
            if (quoted || define[i] != '#')
                continue;
            int end = i + 1;
            while (end < define.Length && char.IsAsciiDigit(define[end]))
                end++;
            if (end > i + 1)
                return define[i..end];
        }

        return null;
    }
}
