using System;
using System.Collections.Generic;

namespace CliWrap.Builders;

public class EnvironmentVariablesBuilder
{
    private readonly Dictionary<string, string?> variables = new(StringComparer.Ordinal);

    public EnvironmentVariablesBuilder Set(string name, string? value)
    {
        variables[name] = value;
        return this;
    }

    public EnvironmentVariablesBuilder Set(IEnumerable<KeyValuePair<string, string?>> variables)
    {
        foreach (var (name, value) in variables)
            Set(name, value);
        return this;
    }

    public IReadOnlyDictionary<string, string?> Build() => new Dictionary<string, string?>(variables);
}
