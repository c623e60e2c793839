using System;
using Corewright.Bpf;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Core;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Bpf;

public class CorePatcherTests
{
    private static readonly byte[] s_poison = [0x85, 0, 0, 0, 0x10, 0x23, 0xad, 0x0b];

    [Fact]
    public void An_immediate_is_replaced()
    {
        byte[] code = [0xb7, 1, 0, 0, 8, 0, 0, 0];

        Apply(code, Outcome(8, 0x1234)).Code.ShouldBe(FaultCode.None);

        code.ShouldBe([0xb7, 1, 0, 0, 0x34, 0x12, 0, 0]);
    }

    [Fact]
    public void A_value_that_the_compiler_did_not_put_there_is_a_fault_and_nothing_changes()
    {
        byte[] code = [0xb7, 1, 0, 0, 9, 0, 0, 0];

        Apply(code, Outcome(8, 16)).Code.ShouldBe(FaultCode.CoreUnexpectedValue);

        code.ShouldBe([0xb7, 1, 0, 0, 9, 0, 0, 0]);
    }

    [Fact]
    public void The_offset_of_a_load_is_replaced()
    {
        byte[] code = [0x61, 0x21, 4, 0, 0, 0, 0, 0];

        Apply(code, Outcome(4, 2432)).Code.ShouldBe(FaultCode.None);

        code.ShouldBe([0x61, 0x21, 0x80, 9, 0, 0, 0, 0]);
    }

    [Fact]
    public void An_offset_that_does_not_fit_a_load_is_a_fault()
    {
        byte[] code = [0x61, 0x21, 4, 0, 0, 0, 0, 0];

        Apply(code, Outcome(4, 32768)).Code.ShouldBe(FaultCode.CoreValueTooBig);
    }

    [Theory]
    [InlineData(4u, (byte)0x61)]
    [InlineData(2u, (byte)0x69)]
    [InlineData(1u, (byte)0x71)]
    public void A_load_takes_the_kernels_width(uint size, byte expected)
    {
        byte[] code = [0x79, 0x21, 4, 0, 0, 0, 0, 0];
        CoreOutcome outcome = Outcome(4, 20);
        outcome.LocalSize = 8;
        outcome.TargetSize = size;

        Apply(code, outcome).Code.ShouldBe(FaultCode.None);

        code.ShouldBe([expected, 0x21, 20, 0, 0, 0, 0, 0]);
    }

    [Theory]
    [InlineData(8u, 16u)]
    [InlineData(4u, 2u)]
    public void A_width_that_no_load_has_is_a_fault(uint local, uint target)
    {
        byte[] code = [0x79, 0x21, 4, 0, 0, 0, 0, 0];
        CoreOutcome outcome = Outcome(4, 20);
        outcome.LocalSize = local;
        outcome.TargetSize = target;

        Apply(code, outcome).Code.ShouldBe(FaultCode.CoreBadAccessWidth);
    }

    [Fact]
    public void A_load_of_a_signed_number_of_another_width_is_poisoned_but_its_offset_alone_is_fine()
    {
        var local = new BtfBuilder();
        uint type = local.Struct("t", 8, ("a", local.Int("i64", 8, 1), 0));
        BtfBuilder kernel = BtfBuilder.Kernel();
        kernel.Struct("t", 8, ("a", kernel.Int("int", 4, 1), 4));
        CoreCase.Resolve(local, kernel, CoreKind.FieldByteOffset, type, "0:0", out CoreOutcome outcome).Failed.ShouldBeFalse();

        byte[] load = [0x79, 0x21, 0, 0, 0, 0, 0, 0];
        CorePatcher.Apply(load, 0, outcome, out bool poisoned).Failed.ShouldBeFalse();
        poisoned.ShouldBeTrue();
        load.ShouldBe(s_poison);

        byte[] immediate = [0xb7, 1, 0, 0, 0, 0, 0, 0];
        CorePatcher.Apply(immediate, 0, outcome, out poisoned).Failed.ShouldBeFalse();
        poisoned.ShouldBeFalse();
        immediate[4].ShouldBe((byte)4);
    }

    [Fact]
    public void A_pointer_of_an_armv7_kernel_is_loaded_with_4_bytes()
    {
        var local = new BtfBuilder();
        uint type = local.Struct("t", 16, ("x", local.Int("u64", 8), 0), ("parent", local.Pointer(0), 8));
        BtfBuilder arm = BtfBuilder.Kernel(4);
        arm.Struct("t", 64, ("parent", arm.Pointer(0), 20));
        CoreCase.Resolve(local, arm, CoreKind.FieldByteOffset, type, "0:1", out CoreOutcome outcome).Failed.ShouldBeFalse();

        byte[] load = [0x79, 0x21, 8, 0, 0, 0, 0, 0];
        CorePatcher.Apply(load, 0, outcome, out bool poisoned).Code.ShouldBe(FaultCode.None);

        poisoned.ShouldBeFalse();
        load.ShouldBe([0x61, 0x21, 20, 0, 0, 0, 0, 0]);
    }

    [Fact]
    public void A_64_bit_immediate_spans_two_instructions()
    {
        byte[] code = [0x18, 1, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

        Apply(code, Outcome(7, 0x1_0000_0002)).Code.ShouldBe(FaultCode.None);

        code.ShouldBe([0x18, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0]);
    }

    [Fact]
    public void Poison_covers_both_halves_of_a_64_bit_immediate()
    {
        byte[] code = [0x18, 1, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

        CorePatcher.Apply(code, 0, new CoreOutcome { Poisoned = true }, out bool poisoned).Failed.ShouldBeFalse();

        poisoned.ShouldBeTrue();
        code.ShouldBe([.. s_poison, .. s_poison]);
    }

    [Theory]
    [InlineData(0x0f)] // r1 += r2: no immediate
    [InlineData(0x05)] // goto
    [InlineData(0x18)] // the second half is missing
    public void Other_instructions_can_not_be_relocated(byte opcode)
    {
        byte[] code = [opcode, 1, 0, 0, 0, 0, 0, 0];

        Apply(code, Outcome(0, 1)).Code.ShouldBe(FaultCode.CoreBadInstructionForm);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void An_instruction_outside_the_code_is_a_fault(int instruction)
    {
        CorePatcher.Apply(new byte[15], instruction, Outcome(0, 1), out _).Code.ShouldBe(FaultCode.CoreBadInstruction);
    }

    private static CoreOutcome Outcome(ulong local, ulong value) =>
        new() { LocalValue = local, Value = value, ChecksLocalValue = true };

    private static Fault Apply(Span<byte> code, CoreOutcome outcome) => CorePatcher.Apply(code, 0, outcome, out _);
}
