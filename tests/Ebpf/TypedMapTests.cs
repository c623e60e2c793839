using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Ebpf;

/// <summary>The maps of ebpf-crates/corewright-ebpf against those that the loader knows.</summary>
public partial class TypedMapTests
{
    // Structs of functions are not declared as maps; arenas need pointers of another kind, and jump tables are the compiler's, neither
    // of which Rust has.
    private static readonly string[] s_without = ["STRUCT_OPS", "ARENA", "INSN_ARRAY"];

    [Fact]
    public void There_is_a_typed_map_for_each_kind_with_the_kernel_that_has_it()
    {
        string known = File.ReadAllText(Path.Combine(RepositoryStore.Paths.Packaging, "bpf", "Maps", "MapType.cs"));
        string typed = string.Concat(Directory.EnumerateFiles(Path.Combine(RepositoryStore.Paths.EbpfCrates, "corewright-ebpf", "src", "maps"))
            .Select(File.ReadAllText));

        string[] kinds = [.. Known().Matches(known).Where(kind => !s_without.Contains(kind.Groups[1].Value)).Select(Shown)];
        kinds.Length.ShouldBeGreaterThan(30);
        Typed().Matches(typed).Select(Shown).Distinct().ShouldBe(kinds, ignoreOrder: true);
    }

    private static string Shown(Match kind) =>
        kind.Groups[1].Value + (kind.Groups[2].Value is "" or "3.19" ? "" : " since " + kind.Groups[2].Value);

    [GeneratedRegex(@"<summary>BPF_MAP_TYPE_(\w+), ([\d.]+\d)")]
    private static partial Regex Known();

    [GeneratedRegex(@"/// `BPF_MAP_TYPE_(\w+)`(?: \(([\d.]+)\))?:")]
    private static partial Regex Typed();
}
