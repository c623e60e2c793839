using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Corewright.Bpf.Btf;
using Corewright.Build.Ebpf;
using Corewright.Build.Ebpf.Finalise;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Ebpf;

/// <summary>The real program, built with the store's compiler.</summary>
public sealed class ExecwatchObjectTests(ExecwatchObjectTests.Built built) : IClassFixture<ExecwatchObjectTests.Built>
{
    private FinishedObject Object => FinishedObject.Open(built.Object.Path);

    [Fact]
    public void It_has_at_least_eight_relocations_of_at_least_three_kinds()
    {
        Object.Records.Relocations.Select(record => (record.Type, record.Access)).Distinct().Count().ShouldBeGreaterThanOrEqualTo(8);
        Object.Records.Relocations.Select(record => record.Kind).Distinct().ShouldBe(
            [CoreKind.FieldByteOffset, CoreKind.FieldByteSize, CoreKind.TypeSize, CoreKind.FieldExists], ignoreOrder: true);
    }

    [Fact]
    public void A_field_that_only_some_kernels_have_is_asked_for_before_it_is_loaded()
    {
        RelocationRecord[] records = [.. Object.Records.Relocations
            .Where(record => Object.Graph.Nodes[(int)record.Type].Name == "trace_event_raw_sched_process_exit")];

        records.Select(record => record.Kind).ShouldBe([CoreKind.FieldExists, CoreKind.FieldByteOffset]);
    }

    [Fact]
    public void Pointers_are_read_with_the_kernels_own_size()
    {
        FinishedObject finished = Object;
        var pointers = finished.Records.Relocations
            .Where(record => record.Kind == CoreKind.FieldByteOffset && LeadsToPointer(finished.Graph, record))
            .Select(record => (record.Section, record.Type, record.Access)).Distinct().ToList();
        var sizes = finished.Records.Relocations
            .Where(record => record.Kind == CoreKind.FieldByteSize && !AsksForAWord(finished.Graph, record))
            .Select(record => (record.Section, record.Type, record.Access)).Distinct().ToList();

        // In an unrolled loop LLVM may ask once where it reads several times.
        pointers.Count.ShouldBeGreaterThan(4);
        sizes.ShouldBe(pointers, ignoreOrder: true);
    }

    // A pointer that every kernel has says how wide all of them are.
    private static bool AsksForAWord(BtfGraph graph, RelocationRecord record) =>
        graph.Nodes[(int)record.Type].Name.StartsWith("list_head___", StringComparison.Ordinal);

    [Fact]
    public void Each_instruction_holds_the_local_value_of_its_relocation()
    {
        FinishedObject finished = Object;
        foreach (RelocationRecord record in finished.Records.Relocations.Where(record => record.Kind == CoreKind.FieldByteOffset))
        {
            ReadOnlySpan<byte> instruction = finished.Image.Find(record.Section)!.Data.AsSpan((int)record.Offset, 8);
            bool isMove = instruction[0] == 0xb7;
            int holds = isMove ? BitConverter.ToInt32(instruction[4..]) : BitConverter.ToInt16(instruction[2..]);
            holds.ShouldBe(LocalOffset(finished.Graph, record), $"{record}");
        }
    }

    [Fact]
    public void Every_name_is_one_that_kernels_take()
    {
        foreach (BtfNode node in Object.Graph.Nodes.Where(node => node.Kind != BtfKind.DataSection))
        {
            node.Name.ShouldBe(KernelNames.Acceptable(node.Name));
            node.Items.ShouldAllBe(item => item.Name == KernelNames.Acceptable(item.Name));
        }
    }

    [Fact]
    public void Programs_maps_licence_and_events_are_there()
    {
        FinishedObject finished = Object;

        finished.Image.Sections.Where(section => section.IsExecutable).Select(section => section.Name).ShouldBe(
            ["tracepoint/sched/sched_process_exec", "tracepoint/sched/sched_process_exit"]);
        Encoding.ASCII.GetString(finished.Image.Find("license")!.Data).ShouldBe("Dual MIT/GPL\0");
        finished.Image.Symbols.Where(symbol => symbol.Section?.Name == ".maps").Select(symbol => symbol.Name).ShouldContain("EVENTS");
        finished.Named(BtfKind.DataSection, ".bpf_types").Items.Select(item => finished.Graph.Nodes[(int)item.Type].Name)
            .ShouldBe(["__export_EventHeader", "__export_ExecEvent", "__export_ExitEvent"]);
        finished.Named(BtfKind.Struct, "ExecEvent").SizeOrType.ShouldBe(312u);
    }

    [Fact]
    public void Lines_of_the_source_come_with_it()
    {
        Object.Records.Lines.ShouldContain(line =>
            line.File == "./programs/execwatch/src/main.rs" && line.Text.Contains("if !filter::admits_current() {"));
    }

    [Fact]
    public void What_the_support_crates_do_counts_as_done_where_they_are_called()
    {
        // The function around a program is the attribute's; all else has a line of the program's own.
        Object.Records.Lines.ShouldAllBe(line =>
            line.File.StartsWith("./programs/execwatch/src/") || line.File == "./corewright-ebpf/src/macros.rs");
        Object.Records.Lines.ShouldContain(line => line.Text.Contains("ProcessHeader::current()?"));
    }

    [Fact]
    public void No_path_of_this_machine_is_in_it()
    {
        string text = Encoding.Latin1.GetString(File.ReadAllBytes(built.Object.Path));

        text.ShouldNotContain(built.Folder.Paths.Root);
        text.ShouldNotContain(RepositoryStore.Paths.Cache);
    }

    [Fact]
    public async Task Another_folder_gives_the_same_bytes()
    {
        using var other = new CrateFolder("a longer name, with spaces and 'quotes'");

        (await other.BuildAsync("execwatch")).Sha256.ShouldBe(built.Object.Sha256);
    }

    private static bool LeadsToPointer(BtfGraph graph, RelocationRecord record) => Member(graph, record).Kind == BtfKind.Pointer;

    private static BtfNode Member(BtfGraph graph, RelocationRecord record)
    {
        BtfNode node = Behind(graph, record.Type);
        foreach (int index in record.Access.Split(':').Skip(1).Select(int.Parse))
            node = Behind(graph, node.Items[index].Type);
        return node;
    }

    // What a name with _t at its end stands for.
    private static BtfNode Behind(BtfGraph graph, uint type) =>
        graph.Nodes[(int)type] is { Kind: BtfKind.Typedef } name ? graph.Nodes[(int)name.SizeOrType] : graph.Nodes[(int)type];

    private static int LocalOffset(BtfGraph graph, RelocationRecord record)
    {
        BtfNode node = Behind(graph, record.Type);
        uint bits = 0;
        foreach (int index in record.Access.Split(':').Skip(1).Select(int.Parse))
        {
            bits += node.Items[index].First;
            node = Behind(graph, node.Items[index].Type);
        }

        return (int)(bits / 8);
    }

    /// <summary>Built once for all of these tests.</summary>
    public sealed class Built : IAsyncLifetime
    {
        internal CrateFolder Folder { get; } = new();

        internal EbpfObject Object { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Object = await Folder.BuildAsync("execwatch");

        public ValueTask DisposeAsync()
        {
            Folder.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
