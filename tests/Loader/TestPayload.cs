using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;
using Corewright.Loader;

namespace Corewright.Tests.Loader;

/// <summary>Writes payloads by hand, from the description of the format alone.</summary>
internal static class TestPayload
{
    public const int HeaderBytes = 16;
    public const int EntryBytes = 72;

    public static byte[] Build(params (PayloadKind Kind, string Name, byte[] Data)[] entries)
    {
        var bytes = new List<byte>(new byte[HeaderBytes + (EntryBytes * entries.Length)]);
        var offsets = new int[entries.Length];
        for (int i = 0; i < entries.Length; i++)
        {
            while (bytes.Count % 8 != 0)
                bytes.Add(0);
            offsets[i] = bytes.Count;
            bytes.AddRange(entries[i].Data);
        }
        byte[] result = [.. bytes];
        "CWPL"u8.CopyTo(result);
        Write(result, 4, 1);
        Write(result, 8, (uint)entries.Length);
        for (int i = 0; i < entries.Length; i++)
        {
            int at = HeaderBytes + (EntryBytes * i);
            Write(result, at, (uint)entries[i].Kind);
            Write(result, at + 4, (uint)offsets[i]);
            Write(result, at + 8, (uint)entries[i].Data.Length);
            Encoding.UTF8.GetBytes(entries[i].Name).CopyTo(result, at + 16);
        }
        return result;
    }

    public static void Write(byte[] bytes, int at, uint value) =>
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), value);
}
