using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Corewright.Build;
using Corewright.Build.Kernels;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Bpf;

/// <summary>
/// Our engine against libbpf's: more than a thousand relocations of all 13 kinds, as clang writes them, on every kernel. What libbpf
/// found is in <see cref="GoldenTable"/>.
/// </summary>
public class CoreGoldenTests
{
    private const string Renew = "COREWRIGHT_GOLDEN";

    public static TheoryData<string> Kernels() => [.. RepositoryStore.Plan.Kernels.Keys];

    [Theory]
    [MemberData(nameof(Kernels))]
    public async Task We_find_what_libbpf_found(string id) => await CompareAsync(id, EngineWay.Offline);

    [Theory]
    [MemberData(nameof(Kernels))]
    public async Task A_loader_finds_what_libbpf_found(string id) => await CompareAsync(id, EngineWay.Loader);

    private static async Task CompareAsync(string id, EngineWay way)
    {
        GoldenTable golden = GoldenTable.Read();
        PreparedKernel kernel = await PrepareAsync(id);
        byte[] btf = await File.ReadAllBytesAsync(kernel.Btf, TestContext.Current.CancellationToken);
        golden.Kernels[id].ShouldBe(ContentDigest.Of(btf)[..16], $"{id} is another kernel than libbpf was asked about; see {GoldenTable.Path}");

        var cells = new List<(string, string)>();
        foreach ((string name, byte[] content) in await GoldenObjects.Get())
            cells.AddRange(EngineCells.Resolve(name, content, btf, way));

        Differences(GoldenCells.Sort(cells), golden.Columns[id]).ShouldBeEmpty();
    }

    [Fact]
    public async Task Libbpf_finds_it_again()
    {
        bool renew = Environment.GetEnvironmentVariable(Renew) == "write";
        string[] ids = renew
            ? [.. RepositoryStore.Plan.Kernels.Keys]
            : [.. RepositoryStore.Plan.Matrices["quick"].Kernels.Select(k => k.Id)];
        var kernels = new List<PreparedKernel>();
        foreach (string id in ids)
            kernels.Add(await PrepareAsync(id));
        GoldenTable found = await LibbpfGuest.ResolveAsync(kernels);
        if (renew)
            found.Write();

        GoldenTable golden = GoldenTable.Read();

        found.Libbpf.ShouldBe(golden.Libbpf);
        foreach (string id in ids)
            Differences(found.Columns[id], golden.Columns[id]).ShouldBeEmpty(id);
    }

    [Fact]
    public void The_table_has_every_kind_in_every_outcome()
    {
        GoldenTable golden = GoldenTable.Read();
        (string Kind, string Cell)[] cells =
            [.. golden.Columns.Values.SelectMany(c => c).Where(c => !c.Key.StartsWith("ambiguous")).Select(c => (c.Key.Split(' ')[3], c.Value))];

        golden.Columns.Keys.ShouldBe(RepositoryStore.Plan.Kernels.Keys, ignoreOrder: true);
        golden.Columns.Values.ShouldAllBe(column => column.Count > 1000);
        cells.Select(c => c.Kind).Distinct().Count().ShouldBe(13);
        cells.Where(c => c.Cell == "-").Select(c => c.Kind).Distinct().ShouldContain("byte_off");
        cells.ShouldContain(c => c.Kind == "byte_off" && c.Cell.EndsWith(":4"), "a load that was narrowed");
        foreach (string kind in (string[])["field_exists", "type_exists", "type_matches", "enumval_exists", "signed"])
            cells.Where(c => c.Kind == kind && c.Cell != "-").Select(c => c.Cell).Distinct().ShouldBe(["0", "1"], ignoreOrder: true);
        golden.Columns.Values.SelectMany(c => c).Count(c => c.Value.Contains("!=")).ShouldBeGreaterThan(8);
    }

    private static Task<PreparedKernel> PrepareAsync(string id) =>
        new KernelPreparer(RepositoryStore.Store, RepositoryStore.Paths, RepositoryStore.Log)
            .PrepareAsync(RepositoryStore.Plan.Kernels[id], TestContext.Current.CancellationToken);

    private static IEnumerable<string> Differences(
        ImmutableSortedDictionary<string, string> found, ImmutableSortedDictionary<string, string> golden) =>
        golden.Keys.Union(found.Keys).Where(key => found.GetValueOrDefault(key) != golden.GetValueOrDefault(key))
            .Select(key => $"{key}: {found.GetValueOrDefault(key) ?? "nothing"}, libbpf found {golden.GetValueOrDefault(key) ?? "nothing"}");
}
