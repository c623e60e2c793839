using System.Linq;
using Corewright.Bpf;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Core;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Bpf;

public class CoreCandidateTests
{
    private readonly BtfBuilder _local = new();
    private readonly BtfBuilder _kernel = BtfBuilder.Kernel();

    [Fact]
    public void Two_types_that_disagree_are_an_ambiguity_that_names_both()
    {
        uint type = _local.Struct("task", 8, ("pid", _local.Int("i32", 4, 1), 0));
        uint number = _kernel.Int("int", 4, 1);
        uint first = _kernel.Struct("task", 64, ("pid", number, 8));
        uint second = _kernel.Struct("task", 64, ("pid", number, 16));

        CoreCase.Resolve(_local, _kernel, CoreKind.FieldByteOffset, type, "0:0", out CoreOutcome outcome).Code
            .ShouldBe(FaultCode.CoreAmbiguous);

        (outcome.TargetType, outcome.Value).ShouldBe((first, 8UL));
        (outcome.RivalType, outcome.RivalValue).ShouldBe((second, 16UL));
    }

    [Fact]
    public void Two_types_that_agree_are_none()
    {
        uint type = _local.Struct("task", 8, ("pid", _local.Int("i32", 4, 1), 0));
        uint number = _kernel.Int("int", 4, 1);
        _kernel.Struct("task", 64, ("pid", number, 8));
        _kernel.Struct("task___2", 128, ("pid", number, 8), ("more", number, 12));

        CoreCase.Resolve(_local, _kernel, CoreKind.FieldByteOffset, type, "0:0", out CoreOutcome outcome).Failed.ShouldBeFalse();
        outcome.Value.ShouldBe(8UL);
    }

    [Fact]
    public void A_field_at_another_bit_is_ambiguous_even_where_the_value_is_the_same()
    {
        uint type = _local.Struct("task", 8, ("on", _local.Int("u32", 4), 0));
        uint number = _kernel.Int("unsigned int", 4);
        _kernel.BitStruct("task", 64, ("on", number, 1, 1));
        _kernel.BitStruct("task", 64, ("on", number, 2, 1));

        CoreCase.Resolve(_local, _kernel, CoreKind.FieldByteOffset, type, "0:0", out _).Code.ShouldBe(FaultCode.CoreAmbiguous);
    }

    [Fact]
    public void All_relocations_of_a_type_are_answered_from_the_same_kernel_type()
    {
        // "b" is in both kernel types, at different offsets; "a", asked for first, leaves only one of them.
        uint number = _local.Int("u32", 4);
        uint type = _local.Struct("t", 8, ("a", number, 0), ("b", number, 4));
        var program = new ObjectBuilder(_local);
        program.Relocate(CoreKind.FieldByteOffset, type, "0:0", 0).Relocate(CoreKind.FieldByteOffset, type, "0:1", 4);
        uint theirs = _kernel.Int("unsigned int", 4);
        _kernel.Struct("t", 64, ("b", theirs, 8));
        _kernel.Struct("t", 64, ("a", theirs, 16), ("b", theirs, 20));

        CoreCase.ResolveAll(program.Build(), _kernel.Build(), out CoreOutcome[] outcomes).Code.ShouldBe(FaultCode.None);

        outcomes.Select(o => o.Value).ShouldBe([16UL, 20UL]);
    }

    [Fact]
    public void A_candidate_that_was_ruled_out_stays_out()
    {
        uint number = _local.Int("u32", 4);
        uint type = _local.Struct("t", 8, ("a", number, 0), ("b", number, 4));
        var program = new ObjectBuilder(_local);
        program.Relocate(CoreKind.FieldByteOffset, type, "0:0", 0).Relocate(CoreKind.FieldExists, type, "0:1", 1);
        uint theirs = _kernel.Int("unsigned int", 4);
        _kernel.Struct("t", 64, ("a", theirs, 16));
        _kernel.Struct("t", 64, ("b", theirs, 8));

        CoreCase.ResolveAll(program.Build(), _kernel.Build(), out CoreOutcome[] outcomes).Code.ShouldBe(FaultCode.None);

        outcomes.Select(o => o.Value).ShouldBe([16UL, 0UL]);
    }

    [Fact]
    public void A_relocation_that_no_candidate_has_rules_none_out()
    {
        uint number = _local.Int("u32", 4);
        uint type = _local.Struct("t", 8, ("gone", number, 0), ("b", number, 4));
        var program = new ObjectBuilder(_local);
        program.Relocate(CoreKind.FieldExists, type, "0:0", 1).Relocate(CoreKind.FieldByteOffset, type, "0:1", 4);
        _kernel.Struct("t", 64, ("b", _kernel.Int("unsigned int", 4), 8));

        CoreCase.ResolveAll(program.Build(), _kernel.Build(), out CoreOutcome[] outcomes).Code.ShouldBe(FaultCode.None);

        outcomes.Select(o => o.Value).ShouldBe([0UL, 8UL]);
    }

    [Fact]
    public void Flavours_of_one_type_are_resolved_apart()
    {
        uint number = _local.Int("u32", 4);
        uint now = _local.Struct("t", 8, ("__state", number, 0));
        uint old = _local.Struct("t___old", 8, ("state", number, 0));
        var program = new ObjectBuilder(_local);
        program.Relocate(CoreKind.FieldExists, now, "0:0", 1).Relocate(CoreKind.FieldByteOffset, now, "0:0", 0)
            .Relocate(CoreKind.FieldByteOffset, old, "0:0", 0);
        _kernel.Struct("t", 64, ("state", _kernel.Int("unsigned int", 4), 24));

        CoreCase.ResolveAll(program.Build(), _kernel.Build(), out CoreOutcome[] outcomes).Code.ShouldBe(FaultCode.None);

        outcomes.Select(o => (o.Poisoned, o.Value)).ShouldBe([(false, 0UL), (true, 0UL), (false, 24UL)]);
    }
}
