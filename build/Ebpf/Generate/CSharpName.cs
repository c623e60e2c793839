using System.Collections.Generic;
using System.Text;

namespace Corewright.Build.Ebpf.Generate;

/// <summary>Names as .NET writes them. No C# keyword begins with a capital, so a Pascal-cased name never is one.</summary>
internal static class CSharpName
{
    /// <summary><c>pid_namespace</c> as <c>PidNamespace</c>, <c>EVENTS</c> as <c>Events</c>, <c>__0</c> as <c>Field0</c>.</summary>
    internal static string Pascal(string name)
    {
        var pascal = new StringBuilder(name.Length);
        foreach (string word in Words(name))
        {
            bool shouted = word.Length > 1 && word == word.ToUpperInvariant();
            pascal.Append(char.ToUpperInvariant(word[0])).Append(shouted ? word[1..].ToLowerInvariant() : word[1..]);
        }

        return pascal.Length == 0 || char.IsAsciiDigit(pascal[0]) ? "Field" + pascal : pascal.ToString();
    }

    // Whatever is not an ASCII letter or digit ends a word; so nothing from an object can end up as syntax.
    private static IEnumerable<string> Words(string name)
    {
        var word = new StringBuilder();
        foreach (char c in name)
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                word.Append(c);
                continue;
            }

            if (word.Length > 0) yield return word.ToString();
            word.Clear();
        }

        if (word.Length > 0) yield return word.ToString();
    }
}
