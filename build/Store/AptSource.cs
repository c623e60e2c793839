using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Corewright.Build.Store;

/// <summary>One entry of apt's configuration, sources.list(5).</summary>
/// <param name="Addresses">Where the archive is.</param>
/// <param name="Suites">Which of its suites are used.</param>
/// <param name="Areas">Archive areas ("components").</param>
/// <param name="Keyring">The keyring file that it names with Signed-By, or null.</param>
/// <param name="Where">The file and line.</param>
internal sealed record AptSource(
    IReadOnlyList<string> Addresses,
    IReadOnlyList<string> Suites,
    IReadOnlyList<string> Areas,
    string? Keyring,
    string Where)
{
    /// <summary>All entries for binary packages, in apt's order.</summary>
    /// <param name="folder">Usually <c>/etc/apt</c>. What is missing or unreadable there has no entries.</param>
    public static IReadOnlyList<AptSource> ReadAll(string folder)
    {
        var sources = new List<AptSource>();
        string main = Path.Combine(folder, "sources.list");
        if (File.Exists(main))
            sources.AddRange(ReadList(main, File.ReadLines(main)));
        string parts = Path.Combine(folder, "sources.list.d");
        if (!Directory.Exists(parts))
            return sources;
        foreach (string file in Directory.EnumerateFiles(parts).Order(StringComparer.Ordinal))
        {
            if (file.EndsWith(".list", StringComparison.Ordinal))
                sources.AddRange(ReadList(file, File.ReadLines(file)));
            else if (file.EndsWith(".sources", StringComparison.Ordinal))
                sources.AddRange(ReadDeb822(file, File.ReadLines(file)));
        }

        return sources;
    }

    /// <summary>One-line style: <c>deb [ option=value … ] address suite [area …]</c>.</summary>
    public static IEnumerable<AptSource> ReadList(string name, IEnumerable<string> lines)
    {
        int number = 0;
        foreach (string line in lines)
        {
            number++;
            string text = line.Split('#', 2)[0].Trim();
            string? keyring = null;
            int open = text.IndexOf('[', StringComparison.Ordinal);
            int close = text.IndexOf(']', StringComparison.Ordinal);
            if (open >= 0 && close > open)
            {
                keyring = text[(open + 1)..close].Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    .Where(option => option.StartsWith("signed-by=", StringComparison.OrdinalIgnoreCase))
                    .Select(option => KeyringFile(option["signed-by=".Length..])).FirstOrDefault();
                text = text[..open] + text[(close + 1)..];
            }

            string[] words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length >= 3 && words[0] == "deb")
                yield return new AptSource([words[1]], [words[2]], words[3..], keyring, $"{name}:{number}");
        }
    }

    /// <summary>deb822 style: stanzas of <c>Key: value</c>, empty lines between, <c>#</c> starts a comment line.</summary>
    public static IEnumerable<AptSource> ReadDeb822(string name, IEnumerable<string> lines)
    {
        var fields = new Dictionary<string, List<string>>(StringComparer.OrdinalIgnoreCase);
        List<string>? last = null;
        int number = 0, start = 1;
        foreach (string line in lines.Append(""))
        {
            number++;
            if (line.StartsWith('#'))
                continue;
            if (string.IsNullOrWhiteSpace(line))
            {
                if (Stanza(fields, $"{name}:{start}") is { } source)
                    yield return source;
                fields.Clear();
                last = null;
                start = number + 1;
            }
            else if (char.IsWhiteSpace(line[0]) && last is not null)
            {
                last.Add(line.Trim());
            }
            else if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and int colon)
            {
                fields[line[..colon].Trim()] = last = [line[(colon + 1)..].Trim()];
            }
        }
    }

    private static AptSource? Stanza(Dictionary<string, List<string>> fields, string where)
    {
        string[] Words(string key) => fields.TryGetValue(key, out List<string>? lines)
            ? [.. lines.SelectMany(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))]
            : [];

        if (!Words("Types").Contains("deb") || Words("Enabled") is ["no"] or ["false"] or ["0"])
            return null;
        string[] keyrings = Words("Signed-By");
        return new AptSource(
            Words("URIs"), Words("Suites"), Words("Components"), keyrings.Length == 1 ? KeyringFile(keyrings[0]) : null, where);
    }

    // Signed-By may also hold a key's fingerprint or the key itself.
    private static string? KeyringFile(string value) => value.StartsWith('/') ? value : null;
}
