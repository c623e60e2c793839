using Corewright.Bpf;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Core;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Bpf;

public class CoreEnumeratorTests
{
    private readonly BtfBuilder _local = new();
    private readonly BtfBuilder _kernel = BtfBuilder.Kernel();

    [Fact]
    public void A_constant_has_the_kernels_value()
    {
        uint type = _local.Enum("map_type", 4, false, ("RING", 0), ("NOPE", 1));
        _kernel.Enum("map_type", 4, false, ("HASH", 1), ("RING", 27));

        Resolve(CoreKind.EnumeratorValue, type, "0").Value.ShouldBe(27UL);
        Resolve(CoreKind.EnumeratorExists, type, "0").Value.ShouldBe(1UL);
    }

    [Fact]
    public void A_missing_constant_does_not_exist_and_has_no_value()
    {
        uint type = _local.Enum("map_type", 4, false, ("RING", 0), ("NOPE", 1));
        _kernel.Enum("map_type", 4, false, ("HASH", 1), ("RING", 27));

        Resolve(CoreKind.EnumeratorExists, type, "1").Value.ShouldBe(0UL);
        Resolve(CoreKind.EnumeratorValue, type, "1").Poisoned.ShouldBeTrue();
    }

    [Fact]
    public void Widths_may_differ_and_signs_are_kept()
    {
        uint type = _local.Enum("e", 4, true, ("MINUS", 0), ("BIG", 0));
        _kernel.Enum64("e", ("BIG", 0x1_2345_6789UL), ("MINUS", ulong.MaxValue));
        Resolve(CoreKind.EnumeratorValue, type, "1").Value.ShouldBe(0x1_2345_6789UL);
        Resolve(CoreKind.EnumeratorValue, type, "0").Value.ShouldBe(ulong.MaxValue);

        BtfBuilder narrow = BtfBuilder.Kernel();
        narrow.Enum("e", 4, true, ("MINUS", -2));
        CoreCase.Resolve(_local, narrow, CoreKind.EnumeratorValue, type, "0", out CoreOutcome outcome).Failed.ShouldBeFalse();
        outcome.Value.ShouldBe(unchecked((ulong)-2L));
    }

    [Fact]
    public void Flavours_of_constants_dont_count_either()
    {
        uint type = _local.Enum("e___mine", 4, false, ("A___old", 0));
        _kernel.Enum("e", 4, false, ("A", 5));

        Resolve(CoreKind.EnumeratorValue, type, "0").Value.ShouldBe(5UL);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("0:0")]
    public void An_access_is_one_constants_number(string access)
    {
        uint type = _local.Enum("e", 4, false, ("A", 0));
        _kernel.Enum("e", 4, false, ("A", 5));

        CoreCase.Resolve(_local, _kernel, CoreKind.EnumeratorValue, type, access, out _).Code.ShouldBe(FaultCode.CoreBadAccess);
    }

    private CoreOutcome Resolve(CoreKind kind, uint type, string access)
    {
        CoreCase.Resolve(_local, _kernel, kind, type, access, out CoreOutcome outcome).Code.ShouldBe(FaultCode.None);
        return outcome;
    }
}
