using System;
using System.Collections.Generic;

namespace Corewright.Build.Ebpf.Linking;

/// <summary>One call in LLVM IR text, taken apart as far as the callee and the arguments.</summary>
/// <param name="Callee">The function's name with its <c>@</c>.</param>
/// <param name="CalleeStart">Where the name starts in the line.</param>
/// <param name="Arguments">The arguments, each with its type and attributes.</param>
internal sealed record IrCall(string Callee, int CalleeStart, IReadOnlyList<string> Arguments)
{
    /// <summary>Takes apart the call to a function whose name starts with a prefix.</summary>
    /// <returns>Null if the line has none.</returns>
    public static IrCall? Parse(string line, string prefix)
    {
        if (!line.Contains("call ", StringComparison.Ordinal))
            return null;
        int name = line.IndexOf(prefix, StringComparison.Ordinal);
        int open = name < 0 ? -1 : line.IndexOf('(', name);
        if (open < 0)
            return null;

        var arguments = new List<string>();
        int depth = 0, start = open + 1;
        for (int i = open; i < line.Length; i++)
        {
            switch (line[i])
            {
                case '(' or '[' or '{' or '<':
                    depth++;
                    break;
                case ',' when depth == 1:
                    arguments.Add(line[start..i].Trim());
                    start = i + 1;
                    break;
                case ')' or ']' or '}' or '>' when --depth == 0:
                    arguments.Add(line[start..i].Trim());
                    return new IrCall(line[name..open], name, arguments);
            }
        }

        return null;
    }

    /// <summary>The value of an argument, without its type and attributes: the last word.</summary>
    public string Value(int argument) => Arguments[argument][(Arguments[argument].LastIndexOf(' ') + 1)..];
}
