using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Text;

namespace Corewright.Tests.Bpf;

/// <summary>
/// What libbpf made of each relocation on each kernel, as <c>golden/core.golden</c> keeps it: a line for each relocation, a column
/// for each kernel. A cell is the value in the instruction, with <c>:N</c> where the load or store became N bytes wide, <c>-</c>
/// where the instruction was poisoned, or <c>a!=b</c> where the object was refused since two types give different values.
/// </summary>
internal sealed class GoldenTable
{
    private const string Comment = """
        # libbpf's CO-RE relocations of core.bpf.c and ambiguous.bpf.c, for the BTF of each kernel of targets/kernels.yml.
        # Written by libbpf in a guest:
        #   COREWRIGHT_GOLDEN=write dotnet run --project tests -- -class '*CoreGoldenTests' -method '*Libbpf_finds*'
        # A row: program, relocation, instruction, kind, target; then a value for each kernel, in the order of the line "kernels":
        #   :N  the load or store was made N bytes wide    -  the instruction was poisoned    a!=b  refused: two types, two values

        """;

    public static string Path { get; } = System.IO.Path.Combine(RepositoryRoot.Path, "tests", "Bpf", "golden", "core.golden");

    /// <summary>The version that <c>bpftool version</c> tells.</summary>
    public string Libbpf { get; set; } = "";

    /// <summary>Each kernel's id, and the first digits of its BTF's SHA-256.</summary>
    public SortedDictionary<string, string> Kernels { get; } = new(StringComparer.Ordinal);

    /// <summary>The cells of each kernel, by the row's key.</summary>
    public Dictionary<string, ImmutableSortedDictionary<string, string>> Columns { get; } = new(StringComparer.Ordinal);

    public static GoldenTable Read()
    {
        var table = new GoldenTable();
        string[] lines = [.. File.ReadLines(Path).Where(line => line.Length > 0 && line[0] != '#')];
        table.Libbpf = lines[0]["libbpf ".Length..];
        string[] kernels = lines[1].Split(' ')[1..], digests = lines[2].Split(' ')[1..];
        var columns = kernels.Select(_ => ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal)).ToArray();
        foreach (string line in lines[3..])
        {
            string[] cells = line.Split(' ');
            string key = string.Join(' ', cells[..^kernels.Length]);
            for (int i = 0; i < kernels.Length; i++)
                columns[i].Add(key, cells[^kernels.Length..][i]);
        }
        for (int i = 0; i < kernels.Length; i++)
        {
            table.Kernels.Add(kernels[i], digests[i]);
            table.Columns.Add(kernels[i], columns[i].ToImmutable());
        }
        return table;
    }

    public void Write()
    {
        var text = new StringBuilder(Comment.ReplaceLineEndings("\n"));
        text.Append($"libbpf {Libbpf}\n");
        text.Append($"kernels {string.Join(' ', Kernels.Keys)}\n");
        text.Append($"btf {string.Join(' ', Kernels.Values)}\n");
        foreach (string key in Columns.Values.First().Keys.OrderBy(Order))
            text.Append($"{key} {string.Join(' ', Kernels.Keys.Select(id => Columns[id][key]))}\n");
        File.WriteAllText(Path, text.ToString());
    }

    /// <summary>Programs by name, relocations by number.</summary>
    private static (string, int) Order(string key) => (key.Split(' ')[0], int.Parse(key.Split(' ')[1]));
}
