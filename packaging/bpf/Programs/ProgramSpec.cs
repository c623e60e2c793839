using System;

namespace Corewright.Bpf.Programs;

/// <summary>A program of an object: what it is, its instructions once linked, and its descriptor once loaded.</summary>
public unsafe struct ProgramSpec
{
    /// <summary>BPF_PROG_TYPE_TRACEPOINT.</summary>
    public const uint TracepointType = 5;

    /// <summary>The descriptor of a program that isn't loaded.</summary>
    public const int NotLoaded = -1;

    /// <summary>Its function's symbol.</summary>
    public int Symbol;

    /// <summary>The section that its function is in.</summary>
    public int Section;

    /// <summary>Where it starts in that section, in bytes.</summary>
    public int Start;

    /// <summary>How long its function is, in bytes; without subprograms.</summary>
    public int Length;

    /// <summary>The kernel's BPF_PROG_TYPE_ number.</summary>
    public uint Type;

    /// <summary>Its instructions with all subprograms, once linked; null before.</summary>
    public byte* Linked;

    /// <summary>How many instructions of 8 bytes <see cref="Linked"/> holds.</summary>
    public int InstructionCount;

    /// <summary>The loaded program, or <see cref="NotLoaded"/>.</summary>
    public int Fd;

    /// <summary>How many instructions its own function has.</summary>
    public readonly int OwnInstructionCount => Length / Instruction.Bytes;

    /// <summary>Its linked instructions.</summary>
    public readonly ReadOnlySpan<byte> Instructions => new(Linked, InstructionCount * Instruction.Bytes);
}
