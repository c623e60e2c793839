// struct __bpf_usdt_spec of libbpf's usdt.bpf.h, which is a part of every program that uses it: 12 arguments, a cookie of 8 bytes,
// their number in 2. An argument took 16 bytes until libbpf 1.6, and takes 24 since; the map's value size tells which it is.

using System;
using System.Buffers.Binary;

namespace Corewright.Bpf.Links;

/// <summary>Writes what a program asks about a USDT probe.</summary>
internal static class UsdtSpec
{
    /// <summary>Bytes of the older layout.</summary>
    public const int OlderBytes = (MaxArguments * OlderArgumentBytes) + 16;

    /// <summary>Bytes of the newer layout.</summary>
    public const int NewerBytes = (MaxArguments * NewerArgumentBytes) + 16;

    private const int MaxArguments = 12;
    private const int OlderArgumentBytes = 16;
    private const int NewerArgumentBytes = 24;

    /// <summary>Writes a probe.</summary>
    /// <param name="arguments">Its argument list.</param>
    /// <param name="cookie">What the program gets as its cookie.</param>
    /// <param name="spec">Zeroes; <see cref="OlderBytes"/> or <see cref="NewerBytes"/>.</param>
    /// <returns><see cref="FaultCode.UsdtArgumentUnknown"/> with the argument's number as its index.</returns>
    public static Fault Write(UsdtArguments arguments, ulong cookie, Span<byte> spec)
    {
        bool isNewer = spec.Length == NewerBytes;
        int stride = isNewer ? NewerArgumentBytes : OlderArgumentBytes;
        short count = 0;
        while (!arguments.AtEnd)
        {
            if (count == MaxArguments || !arguments.TryRead(out UsdtArgument argument)
                || (argument.Place == UsdtPlace.IndexedMemory && !isNewer))
            {
                return new Fault(FaultCode.UsdtArgumentUnknown, count);
            }
            Write(argument, isNewer, spec.Slice(count * stride, stride));
            count++;
        }
        Span<byte> end = spec[(MaxArguments * stride)..];
        BinaryPrimitives.WriteUInt64LittleEndian(end, cookie);
        BinaryPrimitives.WriteInt16LittleEndian(end[8..], count);
        return Fault.None;
    }

    private static void Write(in UsdtArgument argument, bool isNewer, Span<byte> entry)
    {
        BinaryPrimitives.WriteInt64LittleEndian(entry, argument.Value);
        entry[8] = (byte)argument.Place;
        // The index register's offset takes 12 bits of two bytes, its scale the upper 4.
        if (isNewer)
            BinaryPrimitives.WriteInt16LittleEndian(entry[10..], (short)((ushort)argument.Index | (argument.ScaleShift << 12)));
        Span<byte> rest = entry[(isNewer ? 14 : 12)..];
        BinaryPrimitives.WriteInt16LittleEndian(rest, argument.Register);
        rest[2] = argument.IsSigned ? (byte)1 : (byte)0;
        rest[3] = (byte)(64 - (argument.Bytes * 8));
    }
}
