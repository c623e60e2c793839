using System.Collections.Generic;

namespace Corewright.Build.Ebpf.Generate;

/// <summary>The names of one scope: each is given once.</summary>
/// <param name="where">The scope, for the error: <c>EventHeader</c>, <c>the maps</c>.</param>
/// <param name="suffix">What is added to a name that C# or the generated code needs for something else.</param>
/// <param name="reserved">Those names.</param>
internal sealed class NameScope(string where, string suffix, params IReadOnlyList<string> reserved)
{
    private readonly Dictionary<string, string> taken = [];

    /// <summary>The C# name for a source name.</summary>
    /// <exception cref="BuildException">Two source names come out the same.</exception>
    internal string Take(string source)
    {
        string name = CSharpName.Pascal(source);
        foreach (string word in reserved)
        {
            if (word == name)
            {
                name += suffix;
                break;
            }
        }

        if (!taken.TryAdd(name, source))
        {
            throw new BuildException(
                $"'{source}' and '{taken[name]}' are both '{name}' in C#", where, "rename one of them in Rust");
        }

        return name;
    }
}
