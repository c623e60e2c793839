using System.Linq;
using Corewright.Bpf.Btf;
using Corewright.Build;
using Corewright.Build.Ebpf.Finalise;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Ebpf;

public class CoreMarkTests
{
    [Theory]
    [InlineData(CoreKind.FieldByteOffset, "task:pid", "0:1")]
    [InlineData(CoreKind.FieldByteSize, "task:info.flags", "0:2:0")]
    [InlineData(CoreKind.FieldExists, "task : info . flags", "0:2:0")]
    [InlineData(CoreKind.FieldSigned, "task:tgid", "0:0")]
    [InlineData(CoreKind.FieldLeftShift, "task:pid", "0:1")]
    [InlineData(CoreKind.FieldRightShift, "task:pid", "0:1")]
    [InlineData(CoreKind.LocalTypeId, "task", "0")]
    [InlineData(CoreKind.TargetTypeId, "task", "0")]
    [InlineData(CoreKind.TypeExists, "task", "0")]
    [InlineData(CoreKind.TypeSize, "task", "0")]
    [InlineData(CoreKind.TypeMatches, "task", "0")]
    [InlineData(CoreKind.EnumeratorExists, "map_type:HASH", "0")]
    [InlineData(CoreKind.EnumeratorValue, "map_type:ARRAY", "1")]
    [InlineData(CoreKind.EnumeratorValue, "big:HUGE", "0")]
    public void A_mark_becomes_a_record(CoreKind kind, string path, string access)
    {
        FinishedObject finished = FinishedObject.From(WithTypes().Mark((uint)kind, path, instruction: 3));

        RelocationRecord record = finished.Records.Relocations.Single();
        record.Kind.ShouldBe(kind);
        record.Access.ShouldBe(access);
        record.Section.ShouldBe(LlvmObject.ProgramSection);
        record.Offset.ShouldBe(24u);
        finished.Graph.Nodes[(int)record.Type].Name.ShouldBe(path.Split(':')[0].Trim());
    }

    [Fact]
    public void Records_are_sorted_by_instruction_within_their_section()
    {
        FinishedObject finished = FinishedObject.From(WithTypes()
            .Mark(0, "task:pid", instruction: 5)
            .Mark(0, "task:tgid", instruction: 2, inText: true)
            .Mark(2, "task:pid", instruction: 1));

        finished.Records.Relocations.Select(record => (record.Section, record.Offset)).ShouldBe(
            [(LlvmObject.ProgramSection, 8u), (LlvmObject.ProgramSection, 40u), (".text", 16u)]);
    }

    [Fact]
    public void A_relocation_counts_members_by_offset()
    {
        var source = new LlvmObject();
        uint i32 = source.Btf.Int("i32", 4);
        source.KernelType(source.Btf.Struct("shuffled", 8, ("second", i32, 4), ("first", i32, 0)));

        FinishedObject.From(source.Mark(0, "shuffled:second")).Records.Relocations.Single().Access.ShouldBe("0:1");
    }

    [Fact]
    public void Of_two_declarations_the_one_with_the_field_counts()
    {
        LlvmObject source = WithTypes();
        uint other = source.KernelType(source.Btf.Struct("task", 8, ("comm", source.Btf.Int("i64", 8), 0)));

        FinishedObject finished = FinishedObject.From(source.Mark(0, "task:comm").Mark(0, "task:pid", instruction: 2));

        other.ShouldNotBe(0u);
        finished.Records.Relocations.Select(record => finished.Graph.Nodes[(int)record.Type].Items.Count).ShouldBe([1, 3]);
    }

    [Fact]
    public void Of_two_declarations_with_the_field_the_one_that_the_instruction_speaks_of_counts()
    {
        var source = new LlvmObject();
        uint i32 = source.Btf.Int("i32", 4);
        source.KernelType(source.Btf.Struct("task", 4, ("pid", i32, 0)));
        source.KernelType(source.Btf.Struct("task", 8, ("tgid", i32, 0), ("pid", i32, 4)));

        FinishedObject finished = FinishedObject.From(
            source.Instruction(2, 0xb7, 4).Mark(0, "task:pid", instruction: 2).Mark(0, "task:pid", instruction: 3));

        finished.Records.Relocations.Select(record => record.Access).ShouldBe(["0:1", "0:0"]);
    }

    [Theory]
    [InlineData("regs:list[2]", "0:0:2")]
    [InlineData("regs:pairs[1].second", "0:1:1:1")]
    public void Elements_of_arrays_are_reached_by_number(string path, string access)
    {
        var source = new LlvmObject();
        uint i32 = source.Btf.Int("i32", 4);
        uint pair = source.Btf.Struct("pair", 8, ("first", i32, 0), ("second", i32, 4));
        source.KernelType(source.Btf.Struct("regs", 28, ("list", source.Btf.Array(i32, 3), 0), ("pairs", source.Btf.Array(pair, 2), 12)));

        FinishedObject.From(source.Mark(0, path)).Records.Relocations.Single().Access.ShouldBe(access);
    }

    [Theory]
    [InlineData("regs:list[x]")]
    [InlineData("regs:list.x")]
    [InlineData("regs:x[0]")]
    public void What_is_no_element_of_an_array_is_refused(string path)
    {
        var source = new LlvmObject();
        uint i32 = source.Btf.Int("i32", 4);
        source.KernelType(source.Btf.Struct("regs", 12, ("list", source.Btf.Array(i32, 3), 0)));

        Fails(source.Mark(0, path)).ShouldContain("the declaration of 'regs' has no field");
    }

    [Fact]
    public void Fields_that_Rust_can_not_name_are_called_as_in_the_kernel()
    {
        var source = new LlvmObject();
        uint i32 = source.Btf.Int("i32", 4);
        source.KernelType(source.Btf.Struct("cgroup", 8, ("self_", i32, 0), ("type", i32, 4)));

        FinishedObject finished = FinishedObject.From(source.Mark(0, "cgroup:self_").Mark(0, "cgroup:r#type", instruction: 2));

        finished.Records.Relocations.Select(record => record.Access).ShouldBe(["0:0", "0:1"]);
        finished.Graph.Nodes.Single(node => node.Name == "cgroup").Items.Select(item => item.Name).ShouldBe(["self", "type"]);
    }

    [Theory]
    [InlineData("kuid_t")]
    [InlineData("kuid_t___old")]
    public void A_name_that_the_kernel_gives_to_typedefs_is_one(string name)
    {
        var source = new LlvmObject();
        uint i32 = source.Btf.Int("i32", 4);
        uint user = source.KernelType(source.Btf.Struct(name, 8, ("kept", i32, 0), ("val", i32, 4)));
        source.KernelType(source.Btf.Struct("cred", 12, ("usage", i32, 0), ("uid", user, 4)));

        FinishedObject finished = FinishedObject.From(source.Mark(0, $"{name}:val").Mark(0, "cred:uid.val", instruction: 2));

        finished.Records.Relocations.Select(record => record.Access).ShouldBe(["0:1", "0:1:1"]);
        BtfNode type = finished.Graph.Nodes.Single(node => node.Name == name);
        type.Kind.ShouldBe(BtfKind.Typedef);
        BtfNode behind = finished.Graph.Nodes[(int)type.SizeOrType];
        (behind.Kind, behind.Name, behind.SizeOrType).ShouldBe((BtfKind.Struct, "", 8u));
    }

    [Fact]
    public void A_type_of_the_programs_own_is_not_a_kernel_type()
    {
        LlvmObject source = new();
        source.Export(source.Btf.Struct("task", 4, ("pid", source.Btf.Int("i32", 4), 0)));

        Fails(source.Mark(0, "task:pid", line: 12)).ShouldBe(
            "programs/p/src/main.rs:12: no kernel type 'task' is declared; declare it with kernel_types!");
    }

    [Theory]
    [InlineData(CoreKind.FieldByteOffset, "task:nope", "the declaration of 'task' has no field 'nope'")]
    [InlineData(CoreKind.FieldByteOffset, "task:info.nope", "the declaration of 'task' has no field 'info.nope'")]
    [InlineData(CoreKind.FieldByteOffset, "task:pid.nope", "the declaration of 'task' has no field 'pid.nope'")]
    [InlineData(CoreKind.FieldByteOffset, "task", "the declaration of 'task' has no field ''")]
    [InlineData(CoreKind.EnumeratorValue, "map_type:NOPE", "the declaration of 'map_type' has no value 'NOPE'")]
    [InlineData(CoreKind.EnumeratorValue, "task:pid", "the declaration of 'task' has no value 'pid'")]
    public void What_is_not_declared_is_an_error_with_file_and_line(CoreKind kind, string path, string message)
    {
        Fails(WithTypes().Mark((uint)kind, path, line: 40)).ShouldBe(
            $"programs/p/src/main.rs:40: {message}; add it to the kernel_types! declaration");
    }

    [Fact]
    public void An_unknown_kind_is_refused() =>
        Fails(WithTypes().Mark(13, "task:pid")).ShouldBe("programs/p/src/main.rs:7: CO-RE relocations of kind 13 don't exist");

    [Theory]
    [InlineData(8)]
    [InlineData(1_000_000)]
    [InlineData(-1)]
    public void A_mark_outside_the_code_is_refused(int instruction) =>
        Fails(WithTypes().Mark(0, "task:pid", instruction)).ShouldBe(
            "programs/p/src/main.rs:7: the mark for 'task:pid' points at no instruction");

    private static string Fails(LlvmObject source)
    {
        byte[] file = source.Build();
        return Should.Throw<BuildException>(() => Finaliser.Finalise(file, "test.o")).Message;
    }

    private static LlvmObject WithTypes()
    {
        var source = new LlvmObject();
        uint i32 = source.Btf.Int("i32", 4, flags: 1);
        uint info = source.Btf.Typedef("info_t", source.Btf.Struct("info", 4, ("flags", i32, 0)));
        source.KernelType(source.Btf.Struct("task", 12, ("tgid", i32, 0), ("pid", i32, 4), ("info", info, 8)));
        source.KernelType(source.Btf.Enum("map_type", 4, false, ("HASH", 1), ("ARRAY", 2)));
        source.KernelType(source.Btf.Enum64("big", ("HUGE", 1ul << 40)));
        return source;
    }
}
