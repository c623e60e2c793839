using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;

namespace Corewright.Tests.Loader;

/// <summary>Log records as the support crate writes them.</summary>
internal static class LogSample
{
    public const string Target = "program::module";
    public const string File = "programs/program/src/module.rs";
    public const uint Line = 41;

    public static byte[] Record(string format, params object[] arguments) => Record(3, format, arguments);

    public static byte[] Record(byte level, string format, object[] arguments)
    {
        var values = new List<byte>();
        foreach (object argument in arguments)
            values.AddRange(Argument(argument));
        byte[] header = new byte[16];
        header[0] = level;
        header[1] = (byte)arguments.Length;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(2), (ushort)Target.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(4), (ushort)File.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(6), (ushort)Encoding.UTF8.GetByteCount(format));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(8), Line);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(12), (uint)values.Count);
        List<byte> record = [.. header, .. values, .. Encoding.UTF8.GetBytes(Target + File + format)];
        while (record.Count % 8 != 0)
            record.Add(0);
        return [.. record];
    }

    private static byte[] Argument(object argument) => argument switch
    {
        ulong number => Word(1, number),
        long number => Word(2, (ulong)number),
        bool truth => Word(3, truth ? 1u : 0u),
        nuint address => Word(4, address),
        string text => Value(5, Encoding.UTF8.GetBytes(text + "\0of before")),
        _ => Word(99, 0),
    };

    private static byte[] Word(uint kind, ulong value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return Value(kind, bytes);
    }

    private static byte[] Value(uint kind, byte[] value)
    {
        byte[] bytes = new byte[8 + ((value.Length + 7) & ~7)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, kind);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), (uint)value.Length);
        value.CopyTo(bytes, 8);
        return bytes;
    }
}
