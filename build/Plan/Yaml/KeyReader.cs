using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Corewright.Build.Plan.Yaml;

/// <summary>
/// Takes the values of one mapping by key. The keys that are allowed are named at the start: any other is an error there and
/// then, so that a misspelt optional key can't pass for an absent one.
/// </summary>
internal sealed class KeyReader
{
    private readonly Dictionary<string, YamlNode> _values = new(StringComparer.Ordinal);
    private readonly string[] _allowed;

    /// <summary>Checks the mapping's keys.</summary>
    /// <param name="mapping">What is read.</param>
    /// <param name="allowed">All keys that it may have.</param>
    public KeyReader(YamlMapping mapping, params string[] allowed)
    {
        Where = mapping.Where;
        _allowed = allowed;
        foreach ((YamlScalar key, YamlNode value) in mapping.Entries)
        {
            if (!allowed.Contains(key.Text, StringComparer.Ordinal))
                throw Spelling.Unknown("key", key.Text, key.Where, allowed, "allowed");
            _values.Add(key.Text, value);
        }
    }

    /// <summary>Where the mapping starts.</summary>
    public string Where { get; }

    /// <summary>A text; must be there and not empty.</summary>
    public YamlScalar Scalar(string key) => Expect<YamlScalar>(key, Required(key), "a single value");

    /// <summary>A text; must be there and not empty.</summary>
    public string Text(string key)
    {
        YamlScalar scalar = Scalar(key);
        return scalar.Text.Length > 0 ? scalar.Text : throw new BuildException($"key '{key}' has no value", scalar.Where);
    }

    /// <summary>A text, or null where the key is absent.</summary>
    public YamlScalar? OptionalScalar(string key) =>
        _values.TryGetValue(key, out YamlNode? node) ? Expect<YamlScalar>(key, node, "a single value") : null;

    /// <summary>A text that may be empty (<c>""</c>).</summary>
    public string TextOrEmpty(string key) => Scalar(key).Text;

    /// <summary>A whole number from a closed list.</summary>
    public int Number(string key, params int[] allowed)
    {
        YamlScalar scalar = Scalar(key);
        if (int.TryParse(scalar.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && allowed.Contains(value))
            return value;
        throw new BuildException(
            $"'{scalar.Text}' is not a value of '{key}' (allowed: {string.Join(", ", allowed)})", scalar.Where);
    }

    /// <summary><c>true</c> or <c>false</c>; <paramref name="absent"/> where the key is absent.</summary>
    public bool Flag(string key, bool absent)
    {
        YamlScalar? scalar = OptionalScalar(key);
        return scalar?.Text switch
        {
            null => absent,
            "true" => true,
            "false" => false,
            _ => throw new BuildException($"'{scalar.Text}' is not a value of '{key}' (allowed: true, false)", scalar.Where),
        };
    }

    /// <summary>A text from a closed list.</summary>
    /// <param name="key">The key.</param>
    /// <param name="noun">What the values are, for the message: <c>suite</c>.</param>
    /// <param name="known">The closed list.</param>
    public string OneOf(string key, string noun, IEnumerable<string> known)
    {
        YamlScalar scalar = Scalar(key);
        return CheckKnown(scalar, noun, known);
    }

    /// <summary>A list of texts; empty where the key is absent and may be.</summary>
    public IReadOnlyList<YamlScalar> Scalars(string key, bool optional = false)
    {
        if (optional && !_values.ContainsKey(key))
            return [];
        YamlSequence list = Expect<YamlSequence>(key, Required(key), "a list");
        return [.. list.Items.Select(item => Expect<YamlScalar>(key, item, "a list of single values"))];
    }

    /// <summary>A nested mapping.</summary>
    public YamlMapping Mapping(string key) => Expect<YamlMapping>(key, Required(key), "a mapping of keys to values");

    /// <summary>A list of mappings.</summary>
    public IReadOnlyList<YamlMapping> Mappings(string key)
    {
        YamlSequence list = Expect<YamlSequence>(key, Required(key), "a list");
        return [.. list.Items.Select(item => Expect<YamlMapping>(key, item, "a list of mappings"))];
    }

    /// <summary>Refuses a text that is not in the closed list.</summary>
    public static string CheckKnown(YamlScalar scalar, string noun, IEnumerable<string> known)
    {
        string[] names = [.. known];
        return names.Contains(scalar.Text, StringComparer.Ordinal)
            ? scalar.Text
            : throw Spelling.Unknown(noun, scalar.Text, scalar.Where, names, "known");
    }

    private static T Expect<T>(string key, YamlNode node, string expected) where T : YamlNode =>
        node as T ?? throw new BuildException($"key '{key}' has {node.Kind}, {expected} was expected", node.Where);

    private YamlNode Required(string key) => _values.TryGetValue(key, out YamlNode? node)
        ? node
        : throw new BuildException($"key '{key}' is missing (keys here: {string.Join(", ", _allowed)})", Where);
}
