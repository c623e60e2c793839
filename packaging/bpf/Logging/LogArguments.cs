using System;
using System.Buffers.Binary;

namespace Corewright.Bpf.Logging;

/// <summary>What an argument of a log record is.</summary>
public enum LogArgumentKind : uint
{
    /// <summary>A number without a sign.</summary>
    Number = 1,

    /// <summary>A number with a sign.</summary>
    SignedNumber = 2,

    /// <summary>True or false.</summary>
    Boolean = 3,

    /// <summary>An address.</summary>
    Address = 4,

    /// <summary>Text, which ends at its first zero byte.</summary>
    Text = 5,
}

/// <summary>An argument of a log record.</summary>
/// <param name="kind">What it is; may be none of the known ones.</param>
/// <param name="bytes">Its value.</param>
public readonly ref struct LogArgument(LogArgumentKind kind, ReadOnlySpan<byte> bytes)
{
    /// <summary>What it is; may be none of the known ones.</summary>
    public LogArgumentKind Kind { get; } = kind;

    /// <summary>A text's bytes, without a zero at its end.</summary>
    public ReadOnlySpan<byte> Text { get; } = bytes.IndexOf((byte)0) is var end and >= 0 ? bytes[..end] : bytes;

    /// <summary>A number, a truth value or an address; 0 for what has fewer than eight bytes.</summary>
    public ulong Word { get; } = bytes.Length < sizeof(ulong) ? 0 : BinaryPrimitives.ReadUInt64LittleEndian(bytes);
}

/// <summary>Goes through the arguments of a log record.</summary>
public ref struct LogArguments
{
    private const int HeaderBytes = 8;

    private ReadOnlySpan<byte> _rest;
    private int _left;

    internal LogArguments(ReadOnlySpan<byte> bytes, int count)
    {
        _rest = bytes;
        _left = count;
    }

    /// <summary>Gives the next argument; false where there is none, or where it would not fit.</summary>
    public bool Next(out LogArgument argument)
    {
        argument = default;
        if (_left == 0 || _rest.Length < HeaderBytes)
            return false;
        uint kind = BinaryPrimitives.ReadUInt32LittleEndian(_rest);
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(_rest[4..]);
        ReadOnlySpan<byte> value = _rest[HeaderBytes..];
        if (length > (uint)value.Length)
            return false;
        argument = new LogArgument((LogArgumentKind)kind, value[..(int)length]);
        int taken = (int)Math.Min((length + 7u) & ~7u, (uint)value.Length);
        _rest = value[taken..];
        _left--;
        return true;
    }
}
