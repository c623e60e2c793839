// How compilers say where a USDT probe's argument is: SIZE@OPERAND, with a negative size for signed values and the operand as the
// architecture's assembler writes it. x86_64: $1, %rax, 8(%rbp), -1(%rbp,%rax,8). aarch64: 1, x0, [sp, 8]. Arm: #1, r0, [fp, #-8].

using System;
using Corewright.Bpf.Kernel;

namespace Corewright.Bpf.Links;

/// <summary>Reads a USDT probe's argument list, one argument after the other.</summary>
internal ref struct UsdtArguments
{
    private readonly MachineArchitecture _architecture;
    private ReadOnlySpan<byte> _rest;

    /// <summary>Begins with a note's arguments.</summary>
    /// <param name="text">The text; empty where the probe has none.</param>
    /// <param name="architecture">Whose assembler wrote it.</param>
    public UsdtArguments(ReadOnlySpan<byte> text, MachineArchitecture architecture)
    {
        _rest = text;
        _architecture = architecture;
        SkipBlanks();
    }

    /// <summary>Whether all were read.</summary>
    public readonly bool AtEnd => _rest.IsEmpty;

    /// <summary>Reads the next argument.</summary>
    /// <param name="argument">Where it is.</param>
    /// <returns>False for what isn't known.</returns>
    public bool TryRead(out UsdtArgument argument)
    {
        argument = default;
        if (!TryNumber(out long size) || !Take((byte)'@'))
            return false;
        argument.IsSigned = size < 0;
        argument.Bytes = (int)Math.Min(size < 0 ? -size : size, 16);
        if (argument.Bytes is not (1 or 2 or 4 or 8))
            return false;
        SkipBlanks();
        bool read = _architecture == MachineArchitecture.X86_64 ? TryReadX86(ref argument) : TryReadArm(ref argument);
        // A space ends an argument; the next one starts with its size.
        if (!read || (_rest.Length != 0 && _rest[0] != ' '))
            return false;
        SkipBlanks();
        return true;
    }

    private bool TryReadX86(ref UsdtArgument argument)
    {
        if (Take((byte)'$'))
            return TryNumber(out argument.Value);
        if (Take((byte)'%'))
            return TryRegister(out argument.Register) && argument.Is(UsdtPlace.Register);
        if (_rest.Length != 0 && _rest[0] != '(' && !TryNumber(out argument.Value))
            return false;
        if (!Take((byte)'(') || !Take((byte)'%') || !TryRegister(out argument.Register))
            return false;
        if (Take((byte)')'))
            return argument.Is(UsdtPlace.Memory);
        long scale = 1;
        if (!Take((byte)',') || !Take((byte)'%') || !TryRegister(out argument.Index)
            || (Take((byte)',') && !TryNumber(out scale)) || !Take((byte)')'))
        {
            return false;
        }
        argument.ScaleShift = scale switch { 1 => 0, 2 => 1, 4 => 2, 8 => 3, _ => -1 };
        return argument.ScaleShift >= 0 && argument.Is(UsdtPlace.IndexedMemory);
    }

    private bool TryReadArm(ref UsdtArgument argument)
    {
        bool is32 = _architecture == MachineArchitecture.Armv7;
        if (Take((byte)'['))
        {
            if (!TryRegister(out argument.Register))
                return false;
            if (Take((byte)',') && ((is32 && !Take((byte)'#')) || !TryNumber(out argument.Value)))
                return false;
            return Take((byte)']') && argument.Is(UsdtPlace.Memory);
        }
        if (is32 ? Take((byte)'#') : _rest.Length != 0 && _rest[0] is (byte)'-' or (>= (byte)'0' and <= (byte)'9'))
            return TryNumber(out argument.Value);
        return TryRegister(out argument.Register) && argument.Is(UsdtPlace.Register);
    }

    private bool TryRegister(out short offset)
    {
        SkipBlanks();
        int length = 0;
        while (length < _rest.Length && _rest[length] is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'0' and <= (byte)'9'))
            length++;
        int found = UsdtRegisters.Offset(_rest[..length], _architecture);
        _rest = _rest[length..];
        offset = (short)found;
        return found >= 0;
    }

    private bool TryNumber(out long value)
    {
        value = 0;
        bool isNegative = Take((byte)'-');
        int length = 0;
        while (length < _rest.Length && _rest[length] is (>= (byte)'0' and <= (byte)'9'))
            length++;
        if (!ProbeTarget.TryParseNumber(_rest[..length], out ulong number))
            return false;
        _rest = _rest[length..];
        value = unchecked(isNegative ? -(long)number : (long)number);
        return true;
    }

    private bool Take(byte letter)
    {
        SkipBlanks();
        if (_rest.Length == 0 || _rest[0] != letter)
            return false;
        _rest = _rest[1..];
        return true;
    }

    private void SkipBlanks()
    {
        while (_rest.Length != 0 && _rest[0] is (byte)' ' or (byte)'\t')
            _rest = _rest[1..];
    }
}

/// <summary>Where an argument is found: libbpf's numbers, which its usdt.bpf.h compiles into programs.</summary>
internal enum UsdtPlace : byte
{
    Constant = 0,
    Register = 1,
    Memory = 2,

    /// <summary>Known to programs that were compiled with libbpf 1.7 or newer.</summary>
    IndexedMemory = 3,
}

/// <summary>One argument of a USDT probe.</summary>
internal struct UsdtArgument
{
    public UsdtPlace Place;
    public bool IsSigned;

    /// <summary>1, 2, 4 or 8.</summary>
    public int Bytes;

    /// <summary>The constant, or what is added to the address.</summary>
    public long Value;

    /// <summary>Where the kernel keeps the register: bytes from the start of its <c>struct pt_regs</c>.</summary>
    public short Register;

    /// <summary>The same of the register that is scaled and added.</summary>
    public short Index;

    /// <summary>How far it is shifted to the left.</summary>
    public int ScaleShift;

    /// <summary>Says where it is.</summary>
    /// <returns>True.</returns>
    public bool Is(UsdtPlace place)
    {
        Place = place;
        return true;
    }
}
