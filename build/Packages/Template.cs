using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace Corewright.Build.Packages;

/// <summary>A text of <c>packaging/formats/</c> with <c>@NAMES@</c> to fill in.</summary>
internal static class Template
{
    /// <summary>Reads and fills in a template.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="values">What each name stands for; names are capital letters and underscores.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BuildException">It is missing, or uses a name that has no value.</exception>
    internal static async Task<byte[]> FillAsync(
        string file, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken)
    {
        if (!File.Exists(file)) throw new BuildException("the template is missing", file, "run the build from a complete checkout");
        string text = await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false);
        return Encoding.UTF8.GetBytes(Fill(text, values, file));
    }

    /// <summary>Fills in a text. A value is not looked into again, so it may hold anything.</summary>
    internal static string Fill(string text, IReadOnlyDictionary<string, string> values, string where)
    {
        var filled = new StringBuilder(text.Length);
        int at = 0, line = 1;
        while (at < text.Length)
        {
            if (text[at] == '\n') line++;
            int end = text[at] == '@' ? EndOfName(text, at + 1) : -1;
            if (end < 0)
            {
                filled.Append(text[at++]);
                continue;
            }

            string name = text[(at + 1)..end];
            filled.Append(values.TryGetValue(name, out string? value)
                ? value
                : throw new BuildException($"@{name}@ has no value", $"{where}:{line}", $"use one of: {string.Join(", ", values.Keys)}"));
            at = end + 1;
        }

        return filled.ToString();
    }

    // An '@' that does not start a name is just that: systemd's own groups of system calls begin with one.
    private static int EndOfName(string text, int start)
    {
        int end = start;
        while (end < text.Length && (char.IsAsciiLetterUpper(text[end]) || text[end] == '_')) end++;
        return end > start && end < text.Length && text[end] == '@' ? end : -1;
    }
}
