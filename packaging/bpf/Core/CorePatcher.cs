using System;
using System.Buffers.Binary;

namespace Corewright.Bpf.Core;

/// <summary>
/// Puts a relocation's value into its instruction (the kernel's Documentation/bpf/standardization/instruction-set.rst): the
/// immediate of arithmetic and of LDIMM64, the offset of loads and stores.
/// </summary>
public static class CorePatcher
{
    /// <summary>Bytes of one instruction.</summary>
    public const int InstructionSize = 8;

    /// <summary>
    /// The helper number in a poisoned instruction: 0xbad2310, the same as libbpf's, so that a reader of the verifier's log knows it.
    /// </summary>
    public const int PoisonedHelper = 195896080;

    private const byte LoadImmediate64 = 0x18;
    private const byte Call = 0x85;

    /// <summary>Patches one instruction.</summary>
    /// <param name="code">The program's instructions, or its section's.</param>
    /// <param name="instruction">The instruction's number in <paramref name="code"/>.</param>
    /// <param name="outcome">What <see cref="CoreResolver"/> found.</param>
    /// <param name="poisoned">Whether the instruction was made one that the verifier refuses.</param>
    /// <returns>A fault of the 500s; the instruction is as it was then.</returns>
    public static Fault Apply(Span<byte> code, int instruction, in CoreOutcome outcome, out bool poisoned)
    {
        poisoned = false;
        if (instruction < 0 || instruction >= code.Length / InstructionSize)
            return new Fault(FaultCode.CoreBadInstruction, instruction);
        return Apply(code[(instruction * InstructionSize)..], outcome, instruction, out poisoned);
    }

    /// <summary>Patches one instruction of an object of a byte order.</summary>
    /// <param name="code">The program's instructions, or its section's.</param>
    /// <param name="instruction">The instruction's number in <paramref name="code"/>.</param>
    /// <param name="isBigEndian">Whether the object is big endian.</param>
    /// <param name="outcome">What <see cref="CoreResolver"/> found.</param>
    /// <param name="poisoned">Whether the instruction was made one that the verifier refuses.</param>
    /// <returns>As the other one.</returns>
    public static Fault Apply(Span<byte> code, int instruction, bool isBigEndian, in CoreOutcome outcome, out bool poisoned)
    {
        if (!Features.BigEndian || !isBigEndian || instruction < 0 || instruction >= code.Length / InstructionSize)
            return Apply(code, instruction, outcome, out poisoned);
        // As many instructions as one can be, turned round, patched and turned back.
        Span<byte> place = code[(instruction * InstructionSize)..];
        place = place[..Math.Min(place.Length, 2 * InstructionSize)];
        Span<byte> turned = stackalloc byte[place.Length];
        place.CopyTo(turned);
        Turn(turned);
        Fault fault = Apply(turned, outcome, instruction, out poisoned);
        if (fault.Failed)
            return fault;
        Turn(turned);
        turned.CopyTo(place);
        return Fault.None;
    }

    /// <summary>Turns instructions from one byte order to the other: the registers' halves of a byte, the offset, the immediate.</summary>
    public static void Turn(Span<byte> code)
    {
        for (Span<byte> at = code; at.Length >= InstructionSize; at = at[InstructionSize..])
        {
            at[1] = (byte)((at[1] << 4) | (at[1] >> 4));
            BinaryPrimitives.WriteUInt16BigEndian(at.Slice(2, 2), BinaryPrimitives.ReadUInt16LittleEndian(at.Slice(2, 2)));
            BinaryPrimitives.WriteUInt32BigEndian(at.Slice(4, 4), BinaryPrimitives.ReadUInt32LittleEndian(at.Slice(4, 4)));
        }
    }

    private static Fault Apply(Span<byte> at, in CoreOutcome outcome, int instruction, out bool poisoned)
    {
        poisoned = false;
        if (outcome.Poisoned)
        {
            poisoned = true;
            return Poison(at, instruction);
        }

        switch (at[0] & 7)
        {
            case 4 or 7: // BPF_ALU, BPF_ALU64
                return PatchImmediate(at, instruction, outcome);
            case 1 or 2 or 3: // BPF_LDX, BPF_ST, BPF_STX
                return PatchAccess(at, instruction, outcome, out poisoned);
            case 0: // BPF_LD
                return PatchImmediate64(at, instruction, outcome);
            default:
                return new Fault(FaultCode.CoreBadInstructionForm, instruction);
        }
    }

    private static Fault Poison(Span<byte> at, int instruction)
    {
        if (at[0] == LoadImmediate64)
        {
            if (at.Length < 2 * InstructionSize)
                return new Fault(FaultCode.CoreBadInstructionForm, instruction);
            WritePoison(at[InstructionSize..]);
        }

        WritePoison(at);
        return Fault.None;
    }

    private static void WritePoison(Span<byte> at)
    {
        at[0] = Call;
        at[1] = at[2] = at[3] = 0;
        BinaryPrimitives.WriteInt32LittleEndian(at.Slice(4, 4), PoisonedHelper);
    }

    private static Fault PatchImmediate(Span<byte> at, int instruction, in CoreOutcome outcome)
    {
        if ((at[0] & 8) != 0) // the source is a register
            return new Fault(FaultCode.CoreBadInstructionForm, instruction);
        Span<byte> immediate = at.Slice(4, 4);
        if (outcome.ChecksLocalValue && (ulong)(long)BinaryPrimitives.ReadInt32LittleEndian(immediate) != outcome.LocalValue)
            return new Fault(FaultCode.CoreUnexpectedValue, instruction);
        BinaryPrimitives.WriteUInt32LittleEndian(immediate, (uint)outcome.Value);
        return Fault.None;
    }

    private static Fault PatchImmediate64(Span<byte> at, int instruction, in CoreOutcome outcome)
    {
        // The second half has nothing but the immediate's upper half.
        if (at[0] != LoadImmediate64 || at.Length < 2 * InstructionSize || at[1] >> 4 != 0 || (at[2] | at[3]) != 0
            || (at[8] | at[9] | at[10] | at[11]) != 0)
        {
            return new Fault(FaultCode.CoreBadInstructionForm, instruction);
        }

        Span<byte> low = at.Slice(4, 4), high = at.Slice(12, 4);
        ulong value = BinaryPrimitives.ReadUInt32LittleEndian(low) | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(high) << 32);
        if (outcome.ChecksLocalValue && value != outcome.LocalValue)
            return new Fault(FaultCode.CoreUnexpectedValue, instruction);
        BinaryPrimitives.WriteUInt32LittleEndian(low, (uint)outcome.Value);
        BinaryPrimitives.WriteUInt32LittleEndian(high, (uint)(outcome.Value >> 32));
        return Fault.None;
    }

    private static Fault PatchAccess(Span<byte> at, int instruction, in CoreOutcome outcome, out bool poisoned)
    {
        poisoned = false;
        Span<byte> offset = at.Slice(2, 2);
        if (outcome.ChecksLocalValue && (ulong)(long)BinaryPrimitives.ReadInt16LittleEndian(offset) != outcome.LocalValue)
            return new Fault(FaultCode.CoreUnexpectedValue, instruction);
        if (outcome.Value > (ulong)short.MaxValue)
            return new Fault(FaultCode.CoreValueTooBig, instruction);
        if (outcome.WidthDiffers)
        {
            poisoned = true;
            return Poison(at, instruction);
        }

        if (outcome.TargetSize != outcome.LocalSize)
        {
            int width = WidthCode(outcome.TargetSize);
            if (width < 0 || (at[0] & 0x18) != WidthCode(outcome.LocalSize))
                return new Fault(FaultCode.CoreBadAccessWidth, instruction);
            at[0] = (byte)((at[0] & ~0x18) | width);
        }

        BinaryPrimitives.WriteUInt16LittleEndian(offset, (ushort)outcome.Value);
        return Fault.None;
    }

    /// <summary>BPF_B, BPF_H, BPF_W or BPF_DW; negative for another width.</summary>
    private static int WidthCode(uint bytes) => bytes switch
    {
        1 => 0x10,
        2 => 0x08,
        4 => 0x00,
        8 => 0x18,
        _ => -1,
    };
}
