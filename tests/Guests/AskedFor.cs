using System;
using System.Collections.Generic;
using System.Linq;

namespace Corewright.Tests.Guests;

/// <summary>What a variable of the environment narrows a suite of guests to: names and prefixes with a <c>*</c>, by commas.</summary>
internal static class AskedFor
{
    /// <summary>The words of a variable; null where it is not set.</summary>
    public static string[]? In(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value.Split(',', StringSplitOptions.TrimEntries) : null;

    /// <summary>Those that a variable names; all where it is not set.</summary>
    public static IReadOnlyList<T> Of<T>(string variable, IReadOnlyList<T> all, Func<T, string> name) =>
        In(variable) is { } asked ? [.. all.Where(item => Array.Exists(asked, a => Matches(name(item), a)))] : all;

    private static bool Matches(string name, string pattern) => pattern.EndsWith('*')
        ? name.StartsWith(pattern[..^1], StringComparison.Ordinal)
        : name == pattern;
}
