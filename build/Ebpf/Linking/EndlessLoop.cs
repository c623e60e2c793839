using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace Corewright.Build.Ebpf.Linking;

/// <summary>Finds loops that can't be left: blocks from which no way leads to the function's end.</summary>
internal static partial class EndlessLoop
{
    /// <summary>Finds one.</summary>
    /// <param name="function">The function.</param>
    /// <returns>A line of the loop, one with a place in the source if there is one; null where every block leads to an end.</returns>
    public static string? Find(IrFunction function)
    {
        List<Block> blocks = Split(function.Body);
        var ending = new HashSet<string>(blocks.Where(block => block.Ends).Select(block => block.Name));
        bool grown = true;
        while (grown)
        {
            grown = false;
            foreach (Block block in blocks)
                grown |= !ending.Contains(block.Name) && block.Next.Any(ending.Contains) && ending.Add(block.Name);
        }
        Block? endless = blocks.FirstOrDefault(block => !ending.Contains(block.Name));
        return endless is null ? null
            : endless.Lines.FirstOrDefault(line => line.Contains("!dbg", StringComparison.Ordinal)) ?? endless.Lines[0];
    }

    private static List<Block> Split(IReadOnlyList<string> body)
    {
        var blocks = new List<Block>();
        Block current = new("");
        foreach (string line in body)
        {
            if (Label().Match(line) is { Success: true } label)
            {
                blocks.Add(current);
                current = new Block(label.Groups[1].Value);
                continue;
            }
            current.Lines.Add(line);
        }
        blocks.Add(current);
        // The first block may have no label, or one that begins it.
        blocks.RemoveAll(block => block.Lines.All(string.IsNullOrWhiteSpace));
        return blocks;
    }

    [GeneratedRegex(@"^([-a-zA-Z$._0-9]+|""[^""]*""):")]
    private static partial Regex Label();

    [GeneratedRegex(@"label %([-a-zA-Z$._0-9]+|""[^""]*"")")]
    private static partial Regex Target();

    private sealed record Block(string Name)
    {
        public List<string> Lines { get; } = [];

        public IEnumerable<string> Next => Lines
            .Where(line => !line.Contains(" = phi ", StringComparison.Ordinal))
            .SelectMany(line => Target().Matches(line).Select(match => match.Groups[1].Value));

        // A panic leaves by assembly; after it stands unreachable.
        public bool Ends => Lines.Any(line => line.TrimStart() is { } text
            && (text.StartsWith("ret ", StringComparison.Ordinal) || text.StartsWith("unreachable", StringComparison.Ordinal)));
    }
}
