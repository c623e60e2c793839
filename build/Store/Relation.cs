// deb-control(5) and Debian policy 7.1: "a (>= 1.2), b | c:any [amd64] <!nocheck>".
using System;
using System.Collections.Generic;
using System.Linq;

namespace Corewright.Build.Store;

/// <summary>A package that something depends on or provides.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Operator">One of <c>&lt;&lt; &lt;= = &gt;= &gt;&gt;</c>; empty if any version will do.</param>
/// <param name="Version">The version that <paramref name="Operator"/> compares with.</param>
internal readonly record struct Relation(string Name, string Operator, string Version)
{
    /// <summary>Whether a version is one of those meant.</summary>
    public bool Allows(string version) => Operator.Length == 0 || DebianVersion.Satisfies(version, Operator, Version);

    /// <summary>As it is written.</summary>
    public override string ToString() => Operator.Length == 0 ? Name : $"{Name} ({Operator} {Version})";

    /// <summary>A whole field: everything that is needed, each with at least one alternative, in order of preference.</summary>
    public static IReadOnlyList<Relation[]> ParseField(string field) =>
    [
        .. field.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(group => group.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(Parse).ToArray())
            .Where(group => group.Length > 0),
    ];

    private static Relation Parse(string text)
    {
        int nameEnd = text.AsSpan().IndexOfAny(" \t\n(:[<");
        string name = nameEnd < 0 ? text : text[..nameEnd];
        int open = text.IndexOf('(', StringComparison.Ordinal);
        int close = text.IndexOf(')', StringComparison.Ordinal);
        if (open < 0 || close < open)
            return new Relation(name, "", "");
        string bound = text[(open + 1)..close].Trim();
        int length = bound.AsSpan().IndexOfAnyExcept("<=>");
        return length > 0
            ? new Relation(name, bound[..length], bound[length..].Trim())
            : new Relation(name, "=", bound);
    }
}
