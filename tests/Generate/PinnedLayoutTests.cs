using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Corewright.Build;
using Corewright.Tests.Ebpf;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Generate;

/// <summary>
/// Rust's compiler asserts the layouts that the loaders' C# was generated from: each struct in packaging/loader/generated has its
/// numbers in the crate that declares it, and with other numbers that does not compile.
/// </summary>
public partial class PinnedLayoutTests
{
    [Fact]
    public void Each_struct_that_C_sharp_has_is_pinned_in_Rust_by_the_same_numbers()
    {
        string crates = RepositoryStore.Paths.EbpfCrates;
        var missing = new List<string>();
        string[] files = Directory.GetFiles(Path.Combine(RepositoryStore.Paths.Packaging, "loader", "generated"), "*.cs");
        files.Length.ShouldBeGreaterThan(9);
        foreach (string file in files)
        {
            string program = Path.GetFileNameWithoutExtension(file);
            string[] folders = program == "CorewrightEbpf"
                ? ["corewright-ebpf"]
                : [$"{Name(program)}-types", Path.Combine("programs", Name(program))];
            string rust = Blank().Replace(string.Concat(folders
                .SelectMany(folder => Directory.GetFiles(Path.Combine(crates, folder, "src"), "*.rs", SearchOption.AllDirectories))
                .Select(File.ReadAllText)), "");
            foreach (string pins in Pins(File.ReadAllText(file)).Where(pins => !rust.Contains(Blank().Replace(pins, ""), StringComparison.Ordinal)))
                missing.Add($"{program}: pin_layout!{pins});");
        }

        missing.ShouldBeEmpty("write these lines behind the structs");
    }

    [Fact]
    public async Task A_struct_that_has_drifted_or_is_not_pinned_does_not_compile()
    {
        using var crates = new CrateFolder();
        const string Types = "flowmeter-types/src/lib.rs";
        crates.Change(Types, "    pub packets: u64,\n    /// Their bytes, from the Ethernet header on where there is one.\n    pub bytes: u64,",
            "    pub bytes: u64,\n    pub packets: u64,");
        (await Should.ThrowAsync<BuildException>(() => crates.BuildAsync("flowmeter"))).Message.ShouldContain("`packets` is elsewhere in `Traffic`");

        crates.Change(Types, "pin_layout!(Traffic, size = 16, packets = 0, bytes = 8)", "export_type!(Traffic)");
        string said = (await Should.ThrowAsync<BuildException>(() => crates.BuildAsync("flowmeter"))).Message;
        said.ShouldContain("non-primitive cast: `Traffic` as `i128`");
        said.ShouldContain("--> " + Types);
    }

    // "(Total, size = 16, packets = 0, bytes = 8" of each struct: a union's fields are all at 0, a prefix is what programs make of it.
    private static IEnumerable<string> Pins(string source)
    {
        MatchCollection structs = Struct().Matches(source);
        for (int i = 0; i < structs.Count; i++)
        {
            string name = structs[i].Groups[1].Value, body = source[structs[i].Index..(i + 1 < structs.Count ? structs[i + 1].Index : source.Length)];
            if (structs[i].Groups[2].Value == "STRUCT" && !name.StartsWith("Prefix", StringComparison.Ordinal))
                yield return $"({name}, size = {structs[i].Groups[3].Value}{string.Concat(Field().Matches(body).Select(f => $", {f.Groups[1].Value} = {f.Groups[2].Value}"))}";
        }
    }

    private static string Name(string program) => program.ToLowerInvariant();

    [GeneratedRegex(@"Rust's <c>([^<]*)</c>: BTF (\w+), (\d+) bytes")]
    private static partial Regex Struct();

    [GeneratedRegex(@"<c>([\w#]+): [^\n]*</c> at offset (\d+)")]
    private static partial Regex Field();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();
}
