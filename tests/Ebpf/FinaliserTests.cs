using System.Linq;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Elf;
using Corewright.Build;
using Corewright.Build.Ebpf.Finalise;
using Corewright.Tests.Bpf;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Ebpf;

public class FinaliserTests
{
    [Fact]
    public void Names_become_identifiers()
    {
        FinishedObject finished = FinishedObject.From(new LlvmObject());

        finished.Has("RingBuffer<4096>").ShouldBeFalse();
        finished.Named(BtfKind.Struct, "RingBuffer_4096").SizeOrType.ShouldBe(16u);
        finished.Named(BtfKind.Function, "helper_T");
    }

    [Fact]
    public void Unnamed_parameters_get_names()
    {
        var source = new LlvmObject();
        source.Context = source.Btf.Pointer(source.Btf.Int("u8", 1));

        FinishedObject.From(source).Graph.Nodes.First(node => node.Kind == BtfKind.FunctionPrototype)
            .Items.Single().Name.ShouldBe("arg0");
    }

    [Fact]
    public void Kinds_that_have_no_names_lose_them()
    {
        var source = new LlvmObject();
        uint pointer = source.Btf.Raw("*const u8", (int)BtfKind.Pointer, 0, source.Btf.Int("u8", 1));
        source.Export(source.Btf.Struct("Event", 8, ("at", pointer, 0)));

        FinishedObject.From(source).Has("*const u8").ShouldBeFalse();
    }

    [Fact]
    public void Subprograms_are_static_and_programs_are_not()
    {
        FinishedObject finished = FinishedObject.From(new LlvmObject());

        finished.Named(BtfKind.Function, "on_event").Linkage.ShouldBe(1u);
        finished.Named(BtfKind.Function, "helper_T").Linkage.ShouldBe(0u);
    }

    [Fact]
    public void Sections_of_variables_are_complete_and_in_order()
    {
        FinishedObject finished = FinishedObject.From(new LlvmObject());

        BtfNode maps = finished.Named(BtfKind.DataSection, ".maps");
        maps.SizeOrType.ShouldBe(32u);
        maps.Items.Select(item => item.First).ShouldBe([0u, 16u]);
        maps.Items.Select(item => finished.Graph.Nodes[(int)item.Type].Name).ShouldBe(["FIRST", "SECOND"]);
    }

    [Fact]
    public void Members_are_in_the_order_of_their_offsets()
    {
        var source = new LlvmObject();
        uint u64 = source.Btf.Int("u64", 8), u8 = source.Btf.Int("u8", 1);
        source.Export(source.Btf.Struct("Shuffled", 16, ("small", u8, 8), ("wide", u64, 0), ("last", u8, 9)));

        FinishedObject.From(source).Named(BtfKind.Struct, "Shuffled").Items.Select(item => item.Name)
            .ShouldBe(["wide", "small", "last"]);
    }

    [Fact]
    public void Exported_types_are_named_by_static_variables()
    {
        var source = new LlvmObject();
        uint u32 = source.Btf.Int("u32", 4);
        source.Export(source.Btf.Struct("Second", 4, ("a", u32, 0)));
        source.Export(source.Btf.Struct("First", 4, ("a", u32, 0)));
        FinishedObject finished = FinishedObject.From(source);

        BtfNode section = finished.Named(BtfKind.DataSection, ".bpf_types");
        section.SizeOrType.ShouldBe(16u);
        section.Items.Select(item => item.First).ShouldBe([0u, 8u]);
        section.Items.Select(item => finished.Graph.Nodes[(int)item.Type]).Select(variable => (variable.Name, variable.Linkage))
            .ShouldBe([("__export_First", 0u), ("__export_Second", 0u)]);
        finished.Image.Find(".bpf_types").ShouldBeNull();
    }

    [Fact]
    public void What_nothing_refers_to_is_left_out()
    {
        var source = new LlvmObject();
        uint kernel = source.KernelType(source.Btf.Struct("task_struct", 4, ("pid", source.Btf.Int("i32", 4), 0)));
        kernel.ShouldNotBe(0u);
        FinishedObject finished = FinishedObject.From(source);

        finished.Has("task_struct").ShouldBeFalse("no relocation speaks of it");
        finished.Has("never_emitted").ShouldBeFalse();
        finished.Has(".bpf_kernel_types").ShouldBeFalse();
    }

    [Fact]
    public void Only_what_a_loader_reads_is_left()
    {
        FinishedObject finished = FinishedObject.From(Marked());

        finished.Image.Sections.Select(section => section.Name).ShouldBe(
            [LlvmObject.ProgramSection, ".text", ".maps", ".BTF", ".BTF.ext", ".rel" + LlvmObject.ProgramSection]);
        finished.Image.Symbols.Select(symbol => symbol.Name).ShouldBe(["helper", "on_event", "FIRST", "SECOND"]);
    }

    [Fact]
    public void Relocations_of_code_still_name_their_symbols()
    {
        FinishedObject finished = FinishedObject.From(new LlvmObject());

        ElfImageRelocation relocation = finished.Image.RelocationsOf(finished.Image.Find(LlvmObject.ProgramSection)!).Single();
        relocation.Offset.ShouldBe(16ul);
        relocation.Type.ShouldBe(BpfRelocationType.Immediate64);
        relocation.Symbol!.Name.ShouldBe("FIRST");
        relocation.Symbol.Section!.Name.ShouldBe(".maps");
    }

    [Fact]
    public void Source_lines_stay()
    {
        LineRecord line = FinishedObject.From(new LlvmObject()).Records.Lines.Single();

        line.ShouldBe(new LineRecord(LlvmObject.ProgramSection, 0, "./" + LlvmObject.SourceFile, "    let a = b;", (7 << 10) | 5));
    }

    [Fact]
    public void The_same_input_gives_the_same_bytes()
    {
        byte[] source = Marked().Build();

        Finaliser.Finalise(source, "a.o").ShouldBe(Finaliser.Finalise(source, "b.o"));
    }

    [Fact]
    public void A_finished_object_stays_as_it_is()
    {
        byte[] once = Finaliser.Finalise(Marked().Build(), "a.o");

        Finaliser.Finalise(once, "a.o").ShouldBe(once);
    }

    [Fact]
    public void What_is_used_and_nowhere_is_named()
    {
        byte[] file = new LlvmObject { Undefined = true }.Build();

        Should.Throw<BuildException>(() => Finaliser.Finalise(file, "a.o")).Message
            .ShouldBe("a.o: 'FIRST' is used and is nowhere; declare it, or avoid what needs it");
    }

    [Fact]
    public void An_object_without_types_is_refused_with_advice()
    {
        byte[] source = ObjectBuilder.Elf(("kprobe/x", 1, 6, new byte[16], 0, 0, 0));

        Should.Throw<BuildException>(() => Finaliser.Finalise(source, "a.o")).Message
            .ShouldBe("a.o: the object has no .BTF; keep debug = 2 in the profile: BTF comes from the debug information");
    }

    private static LlvmObject Marked()
    {
        var source = new LlvmObject();
        source.KernelType(source.Btf.Struct("t", 4, ("field", source.Btf.Int("i32", 4), 0)));
        return source.Mark(8, "t");
    }
}
