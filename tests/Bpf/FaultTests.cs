using Corewright.Bpf;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Bpf;

public sealed class FaultTests
{
    [Theory]
    [InlineData(FaultCode.ArenaFull, int.MaxValue, 0, FaultStage.None)]
    [InlineData(FaultCode.EventsDamaged, int.MinValue, 4095, FaultStage.ReadEvents)]
    [InlineData(FaultCode.MapRefused, -1, 524, FaultStage.CreateMaps)]
    [InlineData((FaultCode)ushort.MaxValue, 0, 1, FaultStage.Attach)]
    public void A_fault_keeps_what_it_is_given(FaultCode code, int index, int errno, FaultStage stage)
    {
        var fault = new Fault(code, index, errno, stage);
        (fault.Code, fault.Index, fault.Errno, fault.Stage, fault.Failed).ShouldBe((code, index, errno, stage, true));
    }

    [Fact]
    public unsafe void A_fault_is_one_word()
    {
        sizeof(Fault).ShouldBe(8);
        Fault.None.Failed.ShouldBeFalse();
        Fault.None.Code.ShouldBe(FaultCode.None);
    }

    [Fact]
    public void Only_the_first_stage_counts()
    {
        Fault fault = new Fault(FaultCode.MapRefused, -7, 12).During(FaultStage.CreateMaps).During(FaultStage.Attach);
        (fault.Code, fault.Index, fault.Errno, fault.Stage).ShouldBe((FaultCode.MapRefused, -7, 12, FaultStage.CreateMaps));
        Fault.None.During(FaultStage.Attach).Failed.ShouldBeFalse();
    }

    [Fact]
    public void Another_index_changes_nothing_else()
    {
        Fault fault = new Fault(FaultCode.MapRefused, -7, 4095, FaultStage.CreateMaps).At(3);
        (fault.Code, fault.Index, fault.Errno, fault.Stage).ShouldBe((FaultCode.MapRefused, 3, 4095, FaultStage.CreateMaps));
        Fault.None.At(5).Failed.ShouldBeFalse();
    }
}
