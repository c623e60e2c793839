using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace Corewright.Build.Ebpf.Generate;

/// <summary>
/// What the Rust source says about types, fields, values, constants and maps, as XML: debug information has no comments. Names are
/// enough to find it, for a program's types have one name each in C# anyway; where two crates have a type of one name, the program's
/// own crates go before the support crates.
/// </summary>
internal sealed partial class SourceDocumentation
{
    private const string SupportPrefix = "corewright-";

    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    private SourceDocumentation()
    {
    }

    /// <summary>Of nothing.</summary>
    internal static SourceDocumentation None { get; } = new();

    /// <summary>Of a program: its crate, and those of the workspace that it depends on.</summary>
    /// <exception cref="BuildException">A file can't be read.</exception>
    internal static SourceDocumentation Of(BuildPaths paths, string program)
    {
        string crate = Path.Combine(paths.EbpfCrates, "programs", program), manifest = Path.Combine(crate, "Cargo.toml");
        IEnumerable<string> dependencies = File.Exists(manifest)
            ? Dependency().Matches(File.ReadAllText(manifest)).Select(match => match.Groups["name"].Value)
            : [];
        string[] crates =
        [
            crate,
            .. dependencies.OrderBy(name => name.StartsWith(SupportPrefix, StringComparison.Ordinal)).ThenBy(name => name, StringComparer.Ordinal)
                .Select(name => Path.Combine(paths.EbpfCrates, name)),
        ];
        return OfCrates(crates);
    }

    /// <summary>Of the support crate.</summary>
    /// <exception cref="BuildException">A file can't be read.</exception>
    internal static SourceDocumentation OfSupport(BuildPaths paths) => OfCrates([Path.Combine(paths.EbpfCrates, SupportPrefix + "ebpf")]);

    private static SourceDocumentation OfCrates(IEnumerable<string> folders)
    {
        var documentation = new SourceDocumentation();
        foreach (string sources in folders.Select(folder => Path.Combine(folder, "src")).Where(Directory.Exists))
        {
            foreach (string file in Directory.EnumerateFiles(sources, "*.rs", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
                documentation.Add(File.ReadAllText(file));
        }

        return documentation;
    }

    /// <summary>Of one file.</summary>
    internal static SourceDocumentation Read(string source)
    {
        var documentation = new SourceDocumentation();
        documentation.Add(source);
        return documentation;
    }

    /// <summary>Of a type, constant or map; null where nothing is said.</summary>
    internal string? Of(string name) => _texts.GetValueOrDefault(name);

    /// <summary>Of a field or value.</summary>
    internal string? Of(string type, string member) => _texts.GetValueOrDefault($"{type}.{member}");

    private void Add(string source)
    {
        foreach ((string name, string comment) in RustComments.Read(source))
            _texts.TryAdd(name, Xml(comment));
    }

    // Markdown's code and links to items become code; the rest is text. A paragraph each, where there are several.
    private static string Xml(string comment)
    {
        string escaped = comment.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);
        string[] paragraphs =
        [
            .. escaped.Split("\n\n").Select(paragraph => Code().Replace(
                string.Join(' ', paragraph.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)), "<c>$1</c>")),
        ];
        return paragraphs.Length == 1 ? paragraphs[0] : paragraphs[0] + string.Concat(paragraphs[1..].Select(text => $"<para>{text}</para>"));
    }

    [GeneratedRegex(@"^(?<name>[A-Za-z0-9_-]+)(?:\.workspace|\s*=)", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Dependency();

    [GeneratedRegex(@"\[?`([^`]+)`\]?(?:\([^)]*\))?", RegexOptions.CultureInvariant)]
    private static partial Regex Code();
}
