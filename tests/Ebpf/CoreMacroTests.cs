using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Corewright.Bpf.Btf;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Ebpf;

/// <summary>The table in the documentation of ebpf-crates/corewright-ebpf/src/co_re against an object.</summary>
public partial class CoreMacroTests
{
    private static readonly Dictionary<string, CoreKind> s_kinds = new()
    {
        ["byte_off"] = CoreKind.FieldByteOffset,
        ["byte_sz"] = CoreKind.FieldByteSize,
        ["field_exists"] = CoreKind.FieldExists,
        ["signed"] = CoreKind.FieldSigned,
        ["lshift_u64"] = CoreKind.FieldLeftShift,
        ["rshift_u64"] = CoreKind.FieldRightShift,
        ["target_type_id"] = CoreKind.TargetTypeId,
        ["type_exists"] = CoreKind.TypeExists,
        ["type_size"] = CoreKind.TypeSize,
        ["enumval_exists"] = CoreKind.EnumeratorExists,
        ["enumval_value"] = CoreKind.EnumeratorValue,
        ["type_matches"] = CoreKind.TypeMatches,
    };

    [Fact]
    public async Task Each_macro_leaves_the_relocations_that_its_documentation_says()
    {
        string documentation = await File.ReadAllTextAsync(
            Path.Combine(RepositoryStore.Paths.EbpfCrates, "corewright-ebpf", "src", "co_re", "mod.rs"), TestContext.Current.CancellationToken);
        Dictionary<string, string> documented = Row().Matches(documentation)
            .ToDictionary(row => row.Groups[1].Value + row.Groups[2].Value, row => Names(Kind().Matches(row.Groups[3].Value).Select(kind => s_kinds[kind.Value])));
        documented.Count.ShouldBe(16);

        using var crates = new CrateFolder();
        crates.Add("co_re");
        FinishedObject finished = FinishedObject.Open((await crates.BuildAsync("co_re")).Path);

        finished.Records.Relocations.GroupBy(record => record.Section["raw_tp/".Length..])
            .ToDictionary(group => group.Key, group => Names(group.Select(record => record.Kind)))
            .ShouldBe(documented, ignoreOrder: true);
    }

    private static string Names(IEnumerable<CoreKind> kinds) => string.Join(", ", kinds.Distinct().Order());

    [GeneratedRegex(@"^//! \| \[`(\w+)!`\]\(\S+\)( with the type)? \| .+? \| (.+?) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("[a-z]+(_[a-z0-9]+)+|signed")]
    private static partial Regex Kind();
}
