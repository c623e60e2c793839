using System;
using System.Collections.Generic;
using System.Linq;

namespace Corewright.Build.Ebpf.Linking;

/// <summary>
/// The words of a command line, sorted by option: <c>--name value</c>, <c>--name=value</c>, <c>-ovalue</c>. What comes after
/// <c>--</c> is an input, whatever it looks like.
/// </summary>
internal sealed class LinkerWords
{
    private readonly Dictionary<string, List<string>> _values = [];
    private readonly List<string> _inputs = [];

    /// <summary>Sorts them.</summary>
    /// <exception cref="LinkerUsageException">An option does not exist, lacks its value, or has one that it can't have.</exception>
    public LinkerWords(IReadOnlyList<string> words)
    {
        for (int i = 0; i < words.Count; i++)
        {
            string word = words[i];
            if (word == "--")
            {
                _inputs.AddRange(words.Skip(i + 1));
                return;
            }

            if (word is not ['-', _, ..])
            {
                _inputs.Add(word);
                continue;
            }

            (string name, string? value) = Split(word);
            LinkerOption option = LinkerOptions.Find(name) ?? throw LinkerOptions.Unknown(name);
            if (option.Value.Length == 0)
            {
                if (value is not null)
                    throw new LinkerUsageException($"'{name}' has no value, but was given '{value}'");
                Add(option, "");
                continue;
            }

            if (value is null && ++i == words.Count)
                throw new LinkerUsageException($"'{word}' needs a value: {option.Name} {option.Value}");
            Add(option, value ?? words[i]);
        }
    }

    /// <summary>What belongs to no option.</summary>
    public IReadOnlyList<string> Inputs => _inputs;

    /// <summary>Whether an option was given.</summary>
    public bool Has(string option) => _values.ContainsKey(option);

    /// <summary>All values of an option.</summary>
    public IReadOnlyList<string> All(string option) => _values.GetValueOrDefault(option) ?? [];

    /// <summary>All values of an option whose values are lists with commas.</summary>
    public IReadOnlyList<string> Separated(string option) =>
        [.. All(option).SelectMany(value => value.Split(',', StringSplitOptions.RemoveEmptyEntries))];

    /// <summary>The value that counts where the last one does.</summary>
    public string Last(string option, string otherwise) => All(option).LastOrDefault(otherwise);

    /// <summary>The value that counts where the first one does.</summary>
    public string One(string option, string otherwise) => All(option).FirstOrDefault(otherwise);

    private static (string Name, string? Value) Split(string word)
    {
        if (LinkerOptions.Find(word) is not null)
            return (word, null);
        int equals = word.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0)
            return (word[..equals], word[(equals + 1)..]);
        return word[1] != '-' && LinkerOptions.Find(word[..2]) is { Value.Length: > 0 } ? (word[..2], word[2..]) : (word, null);
    }

    private void Add(LinkerOption option, string value)
    {
        if (!_values.TryGetValue(option.Name, out List<string>? values))
            _values[option.Name] = values = [];
        values.Add(value);
    }
}
