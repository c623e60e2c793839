using Corewright.Bpf;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Core;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Bpf;

public class CoreFieldTests
{
    private readonly BtfBuilder _local = new();
    private readonly BtfBuilder _kernel = BtfBuilder.Kernel();

    [Theory]
    [InlineData(CoreKind.FieldByteOffset, 24UL)]
    [InlineData(CoreKind.FieldByteSize, 4UL)]
    [InlineData(CoreKind.FieldExists, 1UL)]
    [InlineData(CoreKind.FieldSigned, 1UL)]
    [InlineData(CoreKind.FieldLeftShift, 32UL)]
    [InlineData(CoreKind.FieldRightShift, 32UL)]
    public void A_field_is_found_where_the_kernel_has_it(CoreKind kind, ulong expected)
    {
        uint type = Local(("pid", _local.Int("i32", 4, 1), 0));
        uint wide = _kernel.Int("int", 4, 1);
        _kernel.Struct("task", 64, ("flags", wide, 0), ("pid", wide, 24));

        CoreOutcome outcome = Resolve(kind, type, "0:0");

        outcome.Poisoned.ShouldBeFalse();
        outcome.Value.ShouldBe(expected);
    }

    [Theory]
    [InlineData(CoreKind.FieldByteOffset, true)]
    [InlineData(CoreKind.FieldByteSize, true)]
    [InlineData(CoreKind.FieldSigned, true)]
    [InlineData(CoreKind.FieldLeftShift, true)]
    [InlineData(CoreKind.FieldRightShift, true)]
    [InlineData(CoreKind.FieldExists, false)]
    public void A_missing_field_poisons_all_but_the_question_whether_it_exists(CoreKind kind, bool poisoned)
    {
        uint type = Local(("gone", _local.Int("i32", 4, 1), 0));
        _kernel.Struct("task", 64, ("pid", _kernel.Int("int", 4, 1), 24));

        CoreOutcome outcome = Resolve(kind, type, "0:0");

        outcome.Poisoned.ShouldBe(poisoned);
        outcome.Value.ShouldBe(0UL);
        outcome.TargetType.ShouldBe(0u);
    }

    [Fact]
    public void Anonymous_structs_and_unions_are_looked_into()
    {
        uint type = Local(("deep", _local.Int("u64", 8), 0));
        uint number = _kernel.Int("int", 4, 1), wide = _kernel.Int("u64", 8);
        uint inner = _kernel.Union("", 16, ("other", number, 0), ("deep", wide, 8));
        uint outer = _kernel.Struct("", 32, ("before", wide, 0), ("", _kernel.Modifier(BtfKind.Const, inner), 16));
        _kernel.Struct("task", 64, ("first", wide, 0), ("", outer, 32));

        Resolve(CoreKind.FieldByteOffset, type, "0:0").Value.ShouldBe(32UL + 16 + 8);
    }

    [Fact]
    public void An_anonymous_struct_without_the_field_leaves_no_trace()
    {
        uint type = Local(("deep", _local.Int("u32", 4), 0));
        uint number = _kernel.Int("unsigned int", 4);
        uint without = _kernel.Struct("", 16, ("", _kernel.Struct("", 8, ("x", number, 4)), 8));
        uint with = _kernel.Struct("", 8, ("y", number, 0), ("deep", number, 4));
        _kernel.Struct("task", 64, ("", without, 8), ("", with, 32));

        Resolve(CoreKind.FieldByteOffset, type, "0:0").Value.ShouldBe(36UL);
    }

    [Fact]
    public void Nested_fields_and_array_elements_add_up()
    {
        uint cell = _local.Struct("cell", 8, ("a", _local.Int("u32", 4), 0), ("b", 1, 4));
        uint type = Local(("cells", _local.Array(cell, 4), 0));
        uint number = _kernel.Int("unsigned int", 4);
        uint theirs = _kernel.Struct("their_cell", 16, ("b", number, 4), ("a", number, 12));
        _kernel.Struct("task", 256, ("x", number, 0), ("cells", _kernel.Typedef("cells_t", _kernel.Array(theirs, 8)), 8));

        Resolve(CoreKind.FieldByteOffset, type, "0:0:3:1").Value.ShouldBe(8UL + (3 * 16) + 4);
        Resolve(CoreKind.FieldByteSize, type, "0:0:2").Value.ShouldBe(16UL);
        Resolve(CoreKind.FieldExists, type, "0:0:2").Value.ShouldBe(1UL);
    }

    [Fact]
    public void An_element_beyond_the_kernels_array_is_missing()
    {
        uint type = Local(("comm", _local.Array(_local.Int("u8", 1), 32), 0));
        _kernel.Struct("task", 64, ("comm", _kernel.Array(_kernel.Int("char", 1), 16), 8));

        Resolve(CoreKind.FieldExists, type, "0:0:15").Value.ShouldBe(1UL);
        Resolve(CoreKind.FieldExists, type, "0:0:16").Value.ShouldBe(0UL);
    }

    [Fact]
    public void A_flexible_array_has_any_number_of_elements_only_at_the_end_of_a_struct()
    {
        uint type = Local(("data", _local.Array(_local.Int("u8", 1), 0), 0));
        uint bytes = _kernel.Array(_kernel.Int("char", 1), 0);
        _kernel.Struct("task", 8, ("length", 1, 0), ("data", bytes, 8));
        Resolve(CoreKind.FieldByteOffset, type, "0:0:100").Value.ShouldBe(108UL);

        BtfBuilder other = BtfBuilder.Kernel();
        uint empty = other.Array(other.Int("char", 1), 0);
        other.Struct("task", 16, ("data", empty, 0), ("length", 1, 8));
        CoreCase.Resolve(_local, other, CoreKind.FieldByteOffset, type, "0:0:100", out CoreOutcome outcome).Failed.ShouldBeFalse();
        outcome.Poisoned.ShouldBeTrue();
    }

    [Theory]
    [InlineData(40u, 3u, 4UL, 4UL, 53UL, 61UL)]
    [InlineData(30u, 5u, 8UL, 0UL, 29UL, 59UL)]
    public void A_bit_field_is_covered_by_one_aligned_load(uint bit, uint width, ulong size, ulong offset, ulong left, ulong right)
    {
        uint type = Local(("on", _local.Int("u32", 4), 0));
        uint number = _kernel.Int("unsigned int", 4);
        _kernel.BitStruct("task", 64, ("a", number, 0, 0), ("on", number, bit, width));

        Resolve(CoreKind.FieldByteOffset, type, "0:0").Value.ShouldBe(offset);
        Resolve(CoreKind.FieldByteSize, type, "0:0").Value.ShouldBe(size);
        Resolve(CoreKind.FieldLeftShift, type, "0:0").Value.ShouldBe(left);
        Resolve(CoreKind.FieldRightShift, type, "0:0").Value.ShouldBe(right);
    }

    [Fact]
    public void A_bit_field_that_no_load_covers_is_a_fault()
    {
        uint type = Local(("on", _local.Int("u64", 8), 0));
        uint wide = _kernel.Int("u64", 8);
        _kernel.BitStruct("task", 64, ("on", wide, 60, 8));

        CoreCase.Resolve(_local, _kernel, CoreKind.FieldByteOffset, type, "0:0", out _).Code
            .ShouldBe(FaultCode.CoreBitfieldTooWide);
    }

    [Theory]
    [InlineData("task___old", "task")]
    [InlineData("task", "task___new")]
    [InlineData("task___a", "task___b")]
    [InlineData("a___b___c", "a___b___d")]
    public void Flavours_dont_count(string mine, string theirs)
    {
        uint type = _local.Struct(mine, 4, ("pid", _local.Int("i32", 4, 1), 0));
        _kernel.Struct(theirs, 64, ("pid", _kernel.Int("int", 4, 1), 8));

        Resolve(CoreKind.FieldByteOffset, type, "0:0").Value.ShouldBe(8UL);
    }

    [Theory]
    [InlineData("task___b___c")]
    [InlineData("task__x")]
    [InlineData("task____x")]
    [InlineData("Task")]
    [InlineData("task2")]
    public void Other_names_are_other_types(string theirs)
    {
        uint type = Local(("pid", _local.Int("i32", 4, 1), 0));
        _kernel.Struct(theirs, 64, ("pid", _kernel.Int("int", 4, 1), 8));

        Resolve(CoreKind.FieldExists, type, "0:0").Value.ShouldBe(0UL);
    }

    [Fact]
    public void A_field_of_another_kind_does_not_match()
    {
        uint type = Local(("a", _local.Int("u64", 8), 0), ("b", _local.Pointer(0), 8), ("c", _local.Struct("s", 4), 16));
        _kernel.Struct("task", 64, ("a", _kernel.Pointer(0), 0), ("b", 1, 8), ("c", 1, 16));

        Resolve(CoreKind.FieldExists, type, "0:0").Value.ShouldBe(0UL);
        Resolve(CoreKind.FieldExists, type, "0:1").Value.ShouldBe(0UL);
        Resolve(CoreKind.FieldExists, type, "0:2").Value.ShouldBe(0UL);
    }

    [Fact]
    public void Structs_and_unions_go_together_as_do_all_pointers_ints_and_enums_of_a_name()
    {
        uint type = Local(
            ("a", _local.Struct("x", 4), 0), ("b", _local.Pointer(0), 8), ("c", _local.Int("u8", 1), 16),
            ("d", _local.Enum("e___1", 4, false, ("V", 1)), 20), ("f", _local.Enum("g", 4, false, ("V", 1)), 24));
        _kernel.Struct(
            "task", 64, ("a", _kernel.Union("y", 4), 0), ("b", _kernel.Pointer(1), 8), ("c", _kernel.Int("long", 8, 1), 16),
            ("d", _kernel.Enum64("e", ("W", 1)), 24), ("f", _kernel.Enum("h", 4, false, ("V", 1)), 32));

        for (int i = 0; i < 4; i++)
            Resolve(CoreKind.FieldExists, type, $"0:{i}").Value.ShouldBe(1UL, $"field {i}");
        Resolve(CoreKind.FieldExists, type, "0:4").Value.ShouldBe(0UL);
    }

    [Fact]
    public void An_index_before_the_first_field_counts_whole_structs()
    {
        uint type = Local(("pid", _local.Int("i32", 4, 1), 0));
        _kernel.Struct("task", 64, ("pid", _kernel.Int("int", 4, 1), 8));

        Resolve(CoreKind.FieldByteOffset, type, "2:0").Value.ShouldBe((2UL * 64) + 8);
    }

    [Theory]
    [InlineData("")]
    [InlineData(":0")]
    [InlineData("0:")]
    [InlineData("0:1")]
    [InlineData("0:0:0")]
    [InlineData("0:-1")]
    [InlineData("0::0")]
    [InlineData("x")]
    [InlineData("0:9999999999")]
    public void An_access_that_leads_nowhere_is_a_fault(string access)
    {
        uint type = Local(("pid", _local.Int("i32", 4, 1), 0));
        _kernel.Struct("task", 64, ("pid", _kernel.Int("int", 4, 1), 8));

        CoreCase.Resolve(_local, _kernel, CoreKind.FieldByteOffset, type, access, out _).Code.ShouldBe(FaultCode.CoreBadAccess);
    }

    private uint Local(params (string Name, uint Type, uint Offset)[] members) => _local.Struct("task", 64, members);

    private CoreOutcome Resolve(CoreKind kind, uint type, string access)
    {
        CoreCase.Resolve(_local, _kernel, kind, type, access, out CoreOutcome outcome).Code.ShouldBe(FaultCode.None);
        return outcome;
    }
}
