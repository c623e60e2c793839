using Corewright.Bpf;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Core;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Bpf;

public class CoreTypeTests
{
    private readonly BtfBuilder _local = new();
    private readonly BtfBuilder _kernel = BtfBuilder.Kernel();

    [Theory]
    [InlineData(CoreKind.TypeExists, 1UL)]
    [InlineData(CoreKind.TypeSize, 96UL)]
    [InlineData(CoreKind.TargetTypeId, 3UL)]
    [InlineData(CoreKind.TypeMatches, 1UL)]
    [InlineData(CoreKind.LocalTypeId, 2UL)]
    public void A_type_that_is_there(CoreKind kind, ulong expected)
    {
        uint type = _local.Struct("ring", 8, ("mask", _local.Int("u64", 8), 0));
        _kernel.Struct("ring", 96, ("pages", 1, 0), ("mask", _kernel.Int("u64", 8), 8));

        Resolve(kind, type).Value.ShouldBe(expected);
    }

    [Theory]
    [InlineData(CoreKind.TypeExists)]
    [InlineData(CoreKind.TypeSize)]
    [InlineData(CoreKind.TargetTypeId)]
    [InlineData(CoreKind.TypeMatches)]
    public void A_type_that_is_not_there_is_0_and_never_poison(CoreKind kind)
    {
        uint type = _local.Struct("ring", 8);
        _kernel.Union("ring", 96);

        CoreOutcome outcome = Resolve(kind, type);

        outcome.Value.ShouldBe(0UL);
        outcome.Poisoned.ShouldBeFalse();
    }

    [Fact]
    public void A_typedef_is_looked_for_by_its_name_and_compared_by_what_it_means()
    {
        uint mine = _local.Typedef("handler_t", _local.Pointer(_local.Prototype(_local.Int("i32", 4, 1), ("a", _local.Pointer(0)))));
        uint other = _local.Typedef("size_t", _local.Int("u64", 8));
        uint number = _kernel.Int("int", 4, 1);
        _kernel.Typedef("handler_t", _kernel.Pointer(_kernel.Prototype(number, ("b", _kernel.Pointer(0)))));
        _kernel.Typedef("size_t", _kernel.Pointer(0));

        Resolve(CoreKind.TypeExists, mine).Value.ShouldBe(1UL);
        Resolve(CoreKind.TypeSize, mine).Value.ShouldBe(8UL);
        Resolve(CoreKind.TypeExists, other).Value.ShouldBe(0UL);
    }

    [Fact]
    public void A_function_with_other_parameters_is_another_type()
    {
        uint mine = _local.Typedef("f", _local.Pointer(_local.Prototype(0, ("a", _local.Pointer(0)))));
        _kernel.Typedef("f", _kernel.Pointer(_kernel.Prototype(0, ("a", _kernel.Pointer(0)), ("b", 1))));

        Resolve(CoreKind.TypeExists, mine).Value.ShouldBe(0UL);
    }

    [Fact]
    public void The_size_of_a_pointer_is_the_kernels()
    {
        uint mine = _local.Typedef("p", _local.Pointer(0));
        BtfBuilder arm = BtfBuilder.Kernel(4);
        arm.Typedef("p", arm.Pointer(0));

        CoreCase.Resolve(_local, arm, CoreKind.TypeSize, mine, "0", out CoreOutcome outcome).Failed.ShouldBeFalse();

        outcome.Value.ShouldBe(4UL);
        outcome.LocalValue.ShouldBe(8UL);
    }

    [Fact]
    public void The_width_of_a_field_is_the_kernels()
    {
        uint mine = _local.Struct("task", 24, ("parent", _local.Pointer(0), 0), ("time", _local.Int("c_ulong", 8), 8));
        BtfBuilder arm = BtfBuilder.Kernel(4);
        arm.Struct("task", 64, ("parent", arm.Pointer(0), 20), ("time", 1, 24));

        CoreCase.Resolve(_local, arm, CoreKind.FieldByteSize, mine, "0:0", out CoreOutcome outcome).Failed.ShouldBeFalse();
        outcome.Value.ShouldBe(4UL);
        CoreCase.Resolve(_local, arm, CoreKind.FieldByteSize, mine, "0:1", out outcome).Failed.ShouldBeFalse();
        outcome.Value.ShouldBe(4UL);
    }

    [Theory]
    [InlineData("0:0")]
    [InlineData("1")]
    [InlineData("")]
    public void A_types_access_is_a_single_0(string access)
    {
        uint type = _local.Struct("ring", 8, ("mask", _local.Int("u64", 8), 0));

        CoreCase.Resolve(_local, _kernel, CoreKind.TypeExists, type, access, out _).Code.ShouldBe(FaultCode.CoreBadAccess);
    }

    [Fact]
    public void A_type_without_a_name_can_not_be_looked_for()
    {
        CoreCase.Resolve(_local, _kernel, CoreKind.TypeExists, _local.Struct("", 8), "0", out _).Code
            .ShouldBe(FaultCode.CoreBadLocalType);
    }

    [Fact]
    public void A_kind_that_is_not_known_is_a_fault()
    {
        uint type = _local.Struct("ring", 8);

        CoreCase.Resolve(_local, _kernel, (CoreKind)13, type, "0", out _).Code.ShouldBe(FaultCode.CoreUnknownKind);
    }

    private CoreOutcome Resolve(CoreKind kind, uint type)
    {
        CoreCase.Resolve(_local, _kernel, kind, type, "0", out CoreOutcome outcome).Code.ShouldBe(FaultCode.None);
        return outcome;
    }
}
