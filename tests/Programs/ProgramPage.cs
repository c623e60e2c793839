using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Corewright.Tests.Programs;

/// <summary>A program's section of <c>ebpf-crates/README.md</c>: what its pieces of code name.</summary>
internal sealed partial class ProgramPage
{
    private ProgramPage(string common, string section)
    {
        Options = [.. Code(section).SelectMany(c => Option().Matches(c)).Select(m => m.Value)];
        Words = [.. Code(section).SelectMany(c => Word().Matches(c)).Select(m => m.Value)];
        CommonWords = [.. Code(common).SelectMany(c => Word().Matches(c)).Select(m => m.Value)];
    }

    /// <summary>The options, with their dashes.</summary>
    public HashSet<string> Options { get; }

    /// <summary>The words that could be members, values and functions.</summary>
    public HashSet<string> Words { get; }

    /// <summary>Those of the text in front of all sections.</summary>
    public HashSet<string> CommonWords { get; }

    /// <summary>A program's.</summary>
    /// <param name="program">A folder of <c>ebpf-crates/programs</c>.</param>
    public static ProgramPage Of(string program)
    {
        string[] parts = Heading().Split(File.ReadAllText(Path.Combine(RepositoryRoot.Path, "ebpf-crates", "README.md")));
        return new ProgramPage(parts[0], parts.Single(p => p.StartsWith(program + "\n", System.StringComparison.Ordinal)));
    }

    /// <summary>Which events and members of a loader's JSON are neither in its section nor in front of all.</summary>
    public IEnumerable<string> Lacks(IEnumerable<JsonElement> events) => events.SelectMany(e => Members(e).Append(e.GetProperty("event").GetString()!))
        .Distinct().Where(name => !Words.Contains(name) && !CommonWords.Contains(name));

    private static IEnumerable<string> Members(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(p => Members(p.Value).Append(p.Name)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Members),
        _ => [],
    };

    private static IEnumerable<string> Code(string text) => CodeSpan().Matches(Fence().Replace(text, "")).Select(m => m.Groups[1].Value);

    [GeneratedRegex("^## ", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex CodeSpan();

    [GeneratedRegex("--[a-z][a-z-]*")]
    private static partial Regex Option();

    [GeneratedRegex("[a-z][a-z0-9_]*")]
    private static partial Regex Word();
}
