using Corewright.Bpf.Btf;
using Corewright.Build.Matrix;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Bpf;

/// <summary>A field that a kernel lacks may be read only behind a question whether it is there.</summary>
public class GuardTests
{
    private readonly BtfBuilder _local = new();
    private readonly BtfBuilder _kernel = BtfBuilder.Kernel();
    private readonly uint _task;

    public GuardTests()
    {
        uint number = _local.Int("i32", 4, 1);
        _task = _local.Struct("task", 16, ("pid", number, 0), ("gone", number, 4), ("also", number, 8));
    }

    [Fact]
    public void Nothing_in_front_of_it_is_a_failure_that_names_it() =>
        Check(new ObjectBuilder(_local).Relocate(CoreKind.FieldByteOffset, _task, "0:1", 4)).ShouldBe(
            "task.gone (byte_off) has no value on this kernel, and nothing keeps on_exec from instruction 0 that needs it "
            + "(relocation #0)");

    [Fact]
    public void A_jump_on_its_existence_guards_it() =>
        Check(Exists().Emit(0x15, 1, 1).Relocate(CoreKind.FieldByteOffset, _task, "0:1", 4)).ShouldBeNull();

    [Fact]
    public void A_jump_the_other_way_does_not() =>
        Check(Exists().Emit(0x55, 1, 1).Relocate(CoreKind.FieldByteOffset, _task, "0:1", 4)).ShouldNotBeNull();

    [Fact]
    public void A_guard_of_a_field_that_is_there_does_not() =>
        Check(new ObjectBuilder(_local).Relocate(CoreKind.FieldExists, _task, "0:0", 1).Emit(0x15, 1, 1)
            .Relocate(CoreKind.FieldByteOffset, _task, "0:1", 4)).ShouldNotBeNull();

    [Fact]
    public void A_guard_is_followed_through_arithmetic_and_other_registers() =>
        Check(Exists()
            .Emit(0xbf, 0x12)        // r2 = r1
            .Emit(0x57, 2, 0, 0xff)  // r2 &= 255
            .Emit(0x67, 2, 0, 32)    // r2 <<= 32
            .Emit(0x77, 2, 0, 32)    // r2 >>= 32
            .Emit(0xb7, 3, 0, 0)     // r3 = 0
            .Emit(0x1d, 0x32, 1)     // if r2 == r3 goto +1
            .Relocate(CoreKind.FieldByteOffset, _task, "0:1", 4)).ShouldBeNull();

    [Fact]
    public void A_guard_is_followed_through_the_stack_and_over_a_call() =>
        Check(Exists()
            .Emit(0x7b, 0x1a, -16)   // *(u64 *)(r10 - 16) = r1
            .Emit(0xbf, 0xa2)        // r2 = r10
            .Emit(0x07, 2, 0, -8)    // r2 += -8
            .Emit(0x85, 0, 0, 113)   // call
            .Emit(0x61, 0xa1, -16)   // r1 = *(u32 *)(r10 - 16)
            .Emit(0x16, 1, 1)        // if w1 == 0 goto +1
            .Relocate(CoreKind.FieldByteOffset, _task, "0:1", 4)).ShouldBeNull();

    [Fact]
    public void What_a_call_may_have_written_to_is_not_known() =>
        Check(Exists()
            .Emit(0x7b, 0x1a, -8)    // *(u64 *)(r10 - 8) = r1
            .Emit(0xbf, 0xa1)        // r1 = r10
            .Emit(0x07, 1, 0, -8)    // r1 += -8
            .Emit(0x85, 0, 0, 113)   // call
            .Emit(0x79, 0xa1, -8)    // r1 = *(u64 *)(r10 - 8)
            .Emit(0x15, 1, 1)        // if r1 == 0 goto +1
            .Relocate(CoreKind.FieldByteOffset, _task, "0:1", 4)).ShouldNotBeNull();

    [Fact]
    public void Ways_that_meet_with_different_values_leave_it_open() =>
        Check(Exists()
            .Emit(0x15, 6, 1)        // if r6 == 0 goto +1
            .Emit(0xb7, 1, 0, 1)     // r1 = 1
            .Emit(0x15, 1, 1)        // if r1 == 0 goto +1
            .Relocate(CoreKind.FieldByteOffset, _task, "0:1", 4)).ShouldNotBeNull();

    [Fact]
    public void A_loop_ends() =>
        Check(Exists()
            .Emit(0x07, 6, 0, 1)     // r6 += 1
            .Emit(0x55, 6, -2)       // if r6 != 0 goto -2
            .Emit(0xb7, 7, 0, 0)     // r7 = 0
            .Emit(0x07, 7, 0, 1)     // r7 += 1
            .Emit(0xa5, 7, -2, 9)    // if r7 < 9 goto -2
            .Emit(0x15, 1, 1)        // if r1 == 0 goto +1
            .Relocate(CoreKind.FieldByteOffset, _task, "0:1", 4)).ShouldBeNull();

    private ObjectBuilder Exists() => new ObjectBuilder(_local).Relocate(CoreKind.FieldExists, _task, "0:1", 1);

    private string? Check(ObjectBuilder program)
    {
        _kernel.Struct("task", 64, ("pid", _kernel.Int("int", 4, 1), 8));
        return OfflineCheck.Check("execwatch", program.Build(), "x86_64-6.12", _kernel.Build()).Failure;
    }
}
