using System.Collections.Generic;

namespace Corewright.Build.Plan.Yaml;

/// <summary>A value of a YAML file that knows where it stands.</summary>
/// <param name="Where">The file and line, such as <c>targets/kernels.yml:14</c>.</param>
internal abstract record YamlNode(string Where)
{
    /// <summary>What an error message calls this kind of value.</summary>
    public abstract string Kind { get; }
}

/// <summary>A text, number or truth value.</summary>
/// <param name="Where">The file and line.</param>
/// <param name="Text">The value as written, without quotes.</param>
/// <param name="Quoted">Whether it was quoted: <c>"5.10"</c> is a text, <c>5.10</c> could be taken for the number 5.1.</param>
internal sealed record YamlScalar(string Where, string Text, bool Quoted) : YamlNode(Where)
{
    public override string Kind => "a single value";
}

/// <summary>A list.</summary>
internal sealed record YamlSequence(string Where, IReadOnlyList<YamlNode> Items) : YamlNode(Where)
{
    public override string Kind => "a list";
}

/// <summary>Keys and values in the file's order; no key occurs twice.</summary>
internal sealed record YamlMapping(string Where, IReadOnlyList<YamlEntry> Entries) : YamlNode(Where)
{
    public override string Kind => "a mapping of keys to values";
}

/// <summary>One key and its value.</summary>
internal sealed record YamlEntry(YamlScalar Key, YamlNode Value);
