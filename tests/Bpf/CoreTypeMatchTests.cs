using Corewright.Bpf.Btf;
using Corewright.Bpf.Core;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Bpf;

public class CoreTypeMatchTests
{
    private readonly BtfBuilder _local = new();
    private readonly BtfBuilder _kernel = BtfBuilder.Kernel();

    [Fact]
    public void A_partial_type_matches_if_each_of_its_members_does()
    {
        uint type = _local.Struct("t", 8, ("b", _local.Int("u32", 4), 0));
        _kernel.Struct("t", 16, ("a", 1, 0), ("b", _kernel.Int("u32", 4), 8));

        Matches(type).ShouldBeTrue();
    }

    [Theory]
    [InlineData("i32", 4u, 1)]
    [InlineData("u16", 2u, 0)]
    [InlineData("unsigned int", 4u, 0)]
    public void Integers_match_only_by_name_size_and_sign(string name, uint size, int flags)
    {
        uint type = _local.Struct("t", 8, ("b", _local.Int("u32", 4), 0));
        _kernel.Struct("t", 16, ("b", _kernel.Int(name, size, flags), 8));

        Matches(type).ShouldBeFalse();
    }

    [Fact]
    public void A_member_that_is_missing_breaks_it()
    {
        uint number = _local.Int("u32", 4);
        uint type = _local.Struct("t", 8, ("a", number, 0), ("gone", number, 4));
        uint theirs = _kernel.Int("u32", 4);
        _kernel.Struct("t", 16, ("a", theirs, 8), ("b", theirs, 12));

        Matches(type).ShouldBeFalse();
    }

    [Fact]
    public void Behind_a_pointer_only_kind_and_name_count()
    {
        uint far = _local.Struct("far", 8, ("x", _local.Int("u8", 1), 0));
        uint type = _local.Struct("t", 8, ("p", _local.Pointer(far), 0));
        _kernel.Struct("t", 16, ("p", _kernel.Pointer(_kernel.Struct("far", 4)), 8));
        Matches(type).ShouldBeTrue();

        BtfBuilder forward = BtfBuilder.Kernel();
        forward.Struct("t", 16, ("p", forward.Pointer(forward.Forward("far")), 8));
        Matches(type, forward).ShouldBeTrue();

        BtfBuilder union = BtfBuilder.Kernel();
        union.Struct("t", 16, ("p", union.Pointer(union.Forward("far", isUnion: true)), 8));
        Matches(type, union).ShouldBeFalse();

        BtfBuilder other = BtfBuilder.Kernel();
        other.Struct("t", 16, ("p", other.Pointer(other.Struct("near", 8)), 8));
        Matches(type, other).ShouldBeFalse();
    }

    [Fact]
    public void Arrays_match_by_length_and_element()
    {
        uint type = _local.Struct("t", 8, ("a", _local.Array(_local.Int("u8", 1), 4), 0));
        _kernel.Struct("t", 16, ("a", _kernel.Array(_kernel.Int("u8", 1), 4), 8));
        Matches(type).ShouldBeTrue();

        BtfBuilder longer = BtfBuilder.Kernel();
        longer.Struct("t", 16, ("a", longer.Array(longer.Int("u8", 1), 5), 8));
        Matches(type, longer).ShouldBeFalse();
    }

    [Fact]
    public void Enums_match_by_their_constants_names()
    {
        uint type = _local.Enum("e", 4, false, ("A", 1), ("B", 2));
        _kernel.Enum("e", 4, true, ("Z", 0), ("B", 7), ("A", 8));
        Matches(type).ShouldBeTrue();

        BtfBuilder fewer = BtfBuilder.Kernel();
        fewer.Enum("e", 4, false, ("A", 1), ("C", 2));
        Matches(type, fewer).ShouldBeFalse();
    }

    [Fact]
    public void Functions_match_by_every_parameter_and_the_result()
    {
        uint number = _local.Int("u32", 4);
        uint type = _local.Struct("ops", 8, ("f", _local.Pointer(_local.Prototype(number, ("a", number))), 0));
        uint theirs = _kernel.Int("u32", 4);
        _kernel.Struct("ops", 8, ("f", _kernel.Pointer(_kernel.Prototype(theirs, ("x", theirs))), 0));
        Matches(type).ShouldBeTrue();

        BtfBuilder other = BtfBuilder.Kernel();
        uint same = other.Int("u32", 4);
        other.Struct("ops", 8, ("f", other.Pointer(other.Prototype(0, ("x", same))), 0));
        Matches(type, other).ShouldBeFalse();
    }

    private bool Matches(uint type, BtfBuilder? kernel = null)
    {
        CoreCase.Resolve(_local, kernel ?? _kernel, CoreKind.TypeMatches, type, "0", out CoreOutcome outcome).Failed.ShouldBeFalse();
        return outcome.Value == 1;
    }
}
