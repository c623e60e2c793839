using System;

namespace Corewright.Bpf.Links;

/// <summary>Patterns for names of functions: <c>*</c> stands for any letters, <c>?</c> for one.</summary>
public static class NamePattern
{
    /// <summary>Whether a name has such letters, and so can mean several functions.</summary>
    /// <param name="name">The name.</param>
    public static bool IsPattern(ReadOnlySpan<byte> name) => name.IndexOf((byte)'*') >= 0 || name.IndexOf((byte)'?') >= 0;

    /// <summary>Whether a pattern fits the whole of a name.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="name">The name.</param>
    public static bool Matches(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> name)
    {
        // Where a letter doesn't fit, the star before it takes one letter more; stars further ahead need not change.
        int at = 0, letter = 0, star = -1, taken = 0;
        while (letter < name.Length)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                star = at++;
                taken = letter;
            }
            else if (at < pattern.Length && (pattern[at] == name[letter] || pattern[at] == '?'))
            {
                at++;
                letter++;
            }
            else if (star >= 0)
            {
                at = star + 1;
                letter = ++taken;
            }
            else
            {
                return false;
            }
        }
        while (at < pattern.Length && pattern[at] == '*')
            at++;
        return at == pattern.Length;
    }
}
