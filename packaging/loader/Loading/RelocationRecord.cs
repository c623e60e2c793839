using System;
using Corewright.Bpf.Btf;

namespace Corewright.Loader.Loading;

/// <summary>What became of one CO-RE relocation, for the report.</summary>
internal unsafe struct RelocationRecord
{
    private byte* _target;
    private int _targetLength;

    /// <summary>The symbol of the function that the instruction is in.</summary>
    public int Symbol;

    /// <summary>The record's number within its section, from 0: libbpf's <c>relo #N</c>.</summary>
    public int Index;

    /// <summary>The instruction's number within that function.</summary>
    public int Instruction;

    /// <summary>What is asked for.</summary>
    public CoreKind Kind;

    /// <summary>The kernel's value.</summary>
    public ulong Value;

    /// <summary>Whether there is no value, and the instruction became one that the verifier refuses.</summary>
    public bool Poisoned;

    /// <summary>What it is asked of, such as <c>task_struct.pid</c>.</summary>
    public readonly ReadOnlySpan<byte> Target => new(_target, _targetLength);

    /// <summary>Keeps a text that lies in the arena.</summary>
    public void SetTarget(Span<byte> text)
    {
        fixed (byte* start = text)
            _target = start;
        _targetLength = text.Length;
    }
}
