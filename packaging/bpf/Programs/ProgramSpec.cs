using System;

namespace Corewright.Bpf.Programs;

/// <summary>A program of an object: what it is, its instructions once linked, and its descriptor once loaded.</summary>
public unsafe struct ProgramSpec
{
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

    /// <summary>What it is to the kernel.</summary>
    public ProgramType Type;

    /// <summary>Where the kernel is told, at load, that it will attach.</summary>
    public AttachType ExpectedAttach;

    /// <summary>What attaches it.</summary>
    public AttachKind Attach;

    /// <summary>BPF_F_ flags that it is loaded with.</summary>
    public uint LoadFlags;

    /// <summary>The type that it attaches to, in the kernel's, a module's or another program's BTF; 0 for none.</summary>
    public uint AttachBtfId;

    /// <summary>Whose BTF that is: a module's, or the program's that a function of is replaced; -1 for the kernel itself.</summary>
    public int AttachBtfFd;

    /// <summary>Descriptors of the BTF of modules whose functions it calls, by the number that its calls have; null for none.</summary>
    public int* ModuleFds;

    /// <summary>What it is to be attached to instead of what its section's name says; null for that.</summary>
    internal byte* GivenTarget;

    /// <summary>How many bytes <see cref="GivenTarget"/> has.</summary>
    internal int GivenTargetLength;

    /// <summary>Whether it is to be loaded.</summary>
    public bool Selected;

    /// <summary>Its instructions with all subprograms, once linked; null before.</summary>
    public byte* Linked;

    /// <summary>How many instructions of 8 bytes <see cref="Linked"/> holds.</summary>
    public int InstructionCount;

    /// <summary>The functions that it is made of once linked, its own first.</summary>
    internal LinkedFunction* FunctionList;

    /// <summary>How many functions <see cref="Functions"/> has.</summary>
    internal int FunctionCount;

    /// <summary>What its instructions are in the source, for the verifier; empty before and where the object doesn't tell.</summary>
    public SourceInfo Source;

    /// <summary>The loaded program, or <see cref="NotLoaded"/>.</summary>
    public int Fd;

    /// <summary>How many instructions its own function has.</summary>
    public readonly int OwnInstructionCount => Length / Instruction.Bytes;

    /// <summary>The functions that it is made of once linked, its own first and each behind the one before.</summary>
    public readonly ReadOnlySpan<LinkedFunction> Functions => new(FunctionList, FunctionCount);

    /// <summary>Where an instruction of the linked program came from.</summary>
    /// <param name="instruction">Its number; may be any.</param>
    /// <param name="function">The function that it is in.</param>
    /// <param name="offset">Bytes from the start of that function's section to the instruction.</param>
    /// <returns>Whether the program has this instruction.</returns>
    public readonly bool TryLocate(int instruction, out LinkedFunction function, out int offset)
    {
        foreach (LinkedFunction candidate in Functions)
        {
            long inside = ((long)instruction * Instruction.Bytes) - candidate.OutputStart;
            if (inside < 0 || inside >= candidate.Length)
                continue;
            function = candidate;
            offset = candidate.Start + (int)inside;
            return true;
        }
        function = default;
        offset = 0;
        return false;
    }

    /// <summary>Its linked instructions.</summary>
    public readonly ReadOnlySpan<byte> Instructions => new(Linked, InstructionCount * Instruction.Bytes);
}
