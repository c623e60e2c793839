using System;
using System.Collections.Generic;
using System.Globalization;

namespace Corewright.Build.Bench.Comparison;

/// <summary>A line that the guest's <c>measure</c> prints: <c>name=value</c>, separated by spaces.</summary>
internal sealed class MeasuredLine
{
    private readonly Dictionary<string, double> _values = new(StringComparer.Ordinal);
    private readonly string _text;

    /// <summary>Reads it.</summary>
    /// <exception cref="BuildException">It is no such line.</exception>
    internal MeasuredLine(string text)
    {
        _text = text.Trim();
        foreach (string word in _text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || !double.TryParse(word.AsSpan(equals + 1), NumberStyles.None, CultureInfo.InvariantCulture, out double value)
                || !_values.TryAdd(word[..equals], value))
                throw new BuildException($"'{word}' is no measurement", _text);
        }
    }

    /// <summary>A value.</summary>
    /// <exception cref="BuildException">It is missing.</exception>
    internal double this[string name] => _values.TryGetValue(name, out double value)
        ? value
        : throw new BuildException($"the guest did not measure {name}", _text);
}
