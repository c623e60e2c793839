using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Corewright.Bpf;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Elf;
using Corewright.Bpf.Maps;
using Corewright.Bpf.Memory;
using Corewright.Bpf.Object;
using Corewright.Build.Ebpf.Finalise;
using Corewright.Tests.Loader;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Ebpf;

/// <summary>A crate with the shape of those that use aya-ebpf, and our CO-RE macros in it.</summary>
public sealed class AyaShapeTests
{
    [Fact]
    public async Task Its_maps_sections_and_names_survive_and_its_marks_become_relocations()
    {
        using var crates = new CrateFolder();
        crates.Add("aya_shape");

        Check(File.ReadAllBytes((await crates.BuildAsync("aya_shape")).Path));
    }

    /// <summary>What holds for the crate's object, whoever drove the compiler and the linker.</summary>
    internal static void Check(byte[] file)
    {
        var finished = new FinishedObject(file);
        finished.Image.Sections.Where(section => section.IsExecutable && section.Name != ".text").Select(section => section.Name)
            .ShouldBe(["tracepoint/sched/sched_process_exec", "tracepoint/sched/sched_process_exit"], ignoreOrder: true);
        ElfImageSymbol Symbol(string name) => finished.Image.Symbols.Single(symbol => symbol.Name == name);
        (Symbol("COUNTS").Section!.Name, Symbol("COUNTS").Entry.Size, Symbol("COUNTS").Entry.IsLocal).ShouldBe(("maps", 28ul, false));
        (Symbol("TASKS").Section!.Name, Symbol("TASKS").Entry.Size).ShouldBe(("maps", 28ul));
        (Symbol("TOTALS").Section!.Name, Symbol("TOTALS").Entry.Size).ShouldBe((".maps", 40ul));
        (Symbol("ONLY_TGID").Section!.Name, Symbol("ONLY_TGID").Entry.Size).ShouldBe((".rodata", 4ul));
        Symbol("LICENSE").Section!.Data.ShouldBe(Encoding.ASCII.GetBytes("Dual MIT/GPL\0"));
        Symbol("count_exec").Entry.Type.ShouldBe(ElfSymbolType.Function);

        finished.Image.Symbols.ShouldNotContain(symbol => symbol.Name.StartsWith("COREWRIGHT_"), "nothing of the support crate's comes along");
        finished.Graph.Nodes.Where(node => node.Kind != BtfKind.DataSection).ShouldAllBe(node => node.Name == KernelNames.Acceptable(node.Name));
        finished.Named(BtfKind.DataSection, "maps").SizeOrType.ShouldBe(56u);
        finished.Records.Relocations.Select(record => (finished.Graph.Nodes[(int)record.Type].Name, record.Kind)).Distinct().ShouldBe(
            [("task_struct", CoreKind.FieldExists), ("task_struct", CoreKind.FieldByteOffset), ("task_struct", CoreKind.FieldByteSize)],
            ignoreOrder: true);

        LoaderObject.Open(file, (ref ObjectFile opened, ref Arena _) =>
        {
            Map(opened, "COUNTS").ShouldBe((MapType.Hash, 4u, 8u, 1024u));
            Map(opened, "TASKS").ShouldBe((MapType.Hash, 4u, 16u, 64u));
            Map(opened, "TOTALS").ShouldBe((MapType.Array, 4u, 8u, 4u));
        }).Code.ShouldBe(FaultCode.None);
    }

    private static (MapType, uint, uint, uint) Map(in ObjectFile opened, string name)
    {
        int index = opened.FindMap(Encoding.UTF8.GetBytes(name));
        index.ShouldBeGreaterThanOrEqualTo(0, name);
        MapSpec map = opened.Maps[index];
        return (map.Type, map.KeyBytes, map.ValueBytes, map.MaxEntries);
    }
}
