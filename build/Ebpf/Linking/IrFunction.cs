using System;
using System.Collections.Generic;

namespace Corewright.Build.Ebpf.Linking;

/// <summary>A function in LLVM IR text.</summary>
/// <param name="Name">Its name with the <c>@</c>, quoted where it is in the text.</param>
/// <param name="Head">Its <c>define</c> line.</param>
/// <param name="Body">The lines between the braces.</param>
internal sealed record IrFunction(string Name, string Head, IReadOnlyList<string> Body)
{
    /// <summary>Finds a module's functions.</summary>
    public static IReadOnlyList<IrFunction> All(IReadOnlyList<string> lines)
    {
        var functions = new List<IrFunction>();
        for (int i = 0; i < lines.Count; i++)
        {
            if (!lines[i].StartsWith("define ", StringComparison.Ordinal) || NameIn(lines[i]) is not { } name)
                continue;
            int end = i + 1;
            while (end < lines.Count && lines[end] != "}")
                end++;
            var body = new List<string>();
            for (int j = i + 1; j < end; j++)
                body.Add(lines[j]);
            functions.Add(new IrFunction(name, lines[i], body));
            i = end;
        }
        return functions;
    }

    /// <summary>The first global name in a line, such as the callee's in a call; null where there is none.</summary>
    public static string? NameIn(string line)
    {
        int start = line.IndexOf('@', StringComparison.Ordinal);
        if (start < 0 || start + 1 >= line.Length)
            return null;
        int end = start + 1;
        if (line[end] == '"')
        {
            end = line.IndexOf('"', end + 1);
            return end < 0 ? null : line[start..(end + 1)];
        }
        while (end < line.Length && (char.IsAsciiLetterOrDigit(line[end]) || line[end] is '_' or '.' or '$' or '-'))
            end++;
        return line[start..end];
    }
}
