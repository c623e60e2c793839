// struct bpf_insn of include/uapi/linux/bpf.h: u8 code, u8 registers (destination low, source high), s16 offset, s32 immediate.

using System;
using System.Buffers.Binary;

namespace Corewright.Bpf.Programs;

/// <summary>One instruction slot of 8 bytes, in place.</summary>
internal readonly ref struct Instruction(Span<byte> slot)
{
    /// <summary>Size of a slot.</summary>
    public const int Bytes = 8;

    /// <summary>BPF_LD | BPF_DW | BPF_IMM: takes two slots.</summary>
    private const byte LoadImmediate64 = 0x18;

    /// <summary>BPF_JMP | BPF_CALL.</summary>
    private const byte CallCode = 0x85;

    /// <summary>BPF_PSEUDO_KFUNC_CALL: a call to a function of the kernel's.</summary>
    public const int PseudoKernelCall = 2;

    /// <summary>BPF_PSEUDO_CALL: a call to another function of the program.</summary>
    private const int PseudoCall = 1;

    private readonly Span<byte> _slot = slot;

    public bool IsLoadImmediate64 => _slot[0] == LoadImmediate64;

    public bool IsSubprogramCall => _slot[0] == CallCode && Source == PseudoCall;

    /// <summary>The source register, which also says what an immediate means.</summary>
    public int Source
    {
        get => _slot[1] >> 4;
        set => _slot[1] = (byte)((_slot[1] & 15) | (value << 4));
    }

    public short Offset
    {
        get => BinaryPrimitives.ReadInt16LittleEndian(_slot[2..]);
        set => BinaryPrimitives.WriteInt16LittleEndian(_slot[2..], value);
    }

    public int Immediate
    {
        get => BinaryPrimitives.ReadInt32LittleEndian(_slot[4..]);
        set => BinaryPrimitives.WriteInt32LittleEndian(_slot[4..], value);
    }
}
