using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Corewright.Build.Ebpf.Linking;

/// <summary>
/// Where in the source an instruction of LLVM IR text comes from (the LLVM Language Reference, "Specialized Metadata Nodes":
/// DILocation, its scopes, and DIFile). Of a chain of inlined functions, the innermost that is not of Rust's own library counts: that is
/// what its author can change.
/// </summary>
internal sealed partial class IrLocations
{
    private const string Library = "library/";
    private const int LongestChain = 1000;

    private readonly Dictionary<string, string> _nodes = new(StringComparer.Ordinal);

    /// <summary>Reads a module's metadata.</summary>
    public IrLocations(IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            int equals = line.StartsWith('!') ? line.IndexOf(" = ", StringComparison.Ordinal) : -1;
            if (equals > 0)
                _nodes[line[..equals]] = line[(equals + 3)..];
        }
    }

    /// <summary>The place of a line with a <c>!dbg</c>.</summary>
    /// <param name="line">An instruction or a <c>define</c>.</param>
    /// <returns><c>file:line</c>, or null.</returns>
    public string? Of(string line)
    {
        Match debug = Debug().Match(line);
        string? outermost = null;
        string? next = debug.Success ? debug.Groups[1].Value : null;
        for (int i = 0; next is not null && i < LongestChain && _nodes.TryGetValue(next, out string? node); i++)
        {
            if (File(node) is { } file && Field(node, "line") is { } number)
            {
                outermost = $"{file}:{number}";
                if (!IsLibrary(file))
                    return outermost;
            }
            next = Field(node, "inlinedAt");
        }
        return outermost;
    }

    /// <summary>Whether a file is one of Rust's own library.</summary>
    public static bool IsLibrary(string file) =>
        file.StartsWith(Library, StringComparison.Ordinal) || file.Contains('/' + Library + "core/", StringComparison.Ordinal);

    // Of a location or a subprogram: its own file, or that of the scope around it.
    private string? File(string node)
    {
        for (int i = 0; i < LongestChain; i++)
        {
            if (Field(node, "file") is { } file && _nodes.TryGetValue(file, out string? found))
                return FileName().Match(found) is { Success: true } name ? name.Groups[1].Value : null;
            if (Field(node, "scope") is not { } scope || !_nodes.TryGetValue(scope, out string? around))
                return null;
            node = around;
        }
        return null;
    }

    private static string? Field(string node, string name)
    {
        Match field = Regex.Match(node, string.Create(CultureInfo.InvariantCulture, $@"[(,] ?{name}: (![0-9]+|[0-9]+)"));
        return field.Success ? field.Groups[1].Value : null;
    }

    [GeneratedRegex(@"!dbg (![0-9]+)")]
    private static partial Regex Debug();

    [GeneratedRegex(@"filename: ""([^""]*)""")]
    private static partial Regex FileName();
}
