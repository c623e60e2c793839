using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Corewright.Tests.Corlib.Programs;

internal static class Spans
{
    public static void Run()
    {
        Slicing();
        CopyingWithOverlap();
        Searching();
        Numbers();
        Reinterpreting();
    }

    private static void Slicing()
    {
        ReadOnlySpan<byte> text = "freestanding"u8;
        Print.Text("all"u8, text[..]);
        Print.Text("head"u8, text[..4]);
        Print.Text("tail"u8, text[4..]);
        Print.Text("middle"u8, text[2..^3]);
        Print.Text("last"u8, text[^1..]);
        Print.Text("empty"u8, text[12..]);
        Print.Value("at the end"u8, text[^2]);
        Print.Value("is empty"u8, text.Slice(3, 0).IsEmpty);
        int[] numbers = [1, 2, 3, 4, 5];
        int sum = 0;
        foreach (int n in numbers.AsSpan(1, 3))
            sum = (sum * 10) + n;
        Print.Value("array part"u8, sum);
        ReadOnlySpan<int> none = (int[]?)null;
        Print.Value("of null"u8, none.Length);
    }

    private static void CopyingWithOverlap()
    {
        Span<byte> room = stackalloc byte[40];
        for (int distance = 0; distance < 12; distance++)
        {
            for (int i = 0; i < room.Length; i++)
                room[i] = (byte)i;
            room[..25].CopyTo(room[distance..]);
            Print.Bytes("up"u8, room);
            for (int i = 0; i < room.Length; i++)
                room[i] = (byte)i;
            room.Slice(distance, 25).CopyTo(room);
            Print.Bytes("down"u8, room);
        }

        room.Fill(0xa5);
        room[3..29].Clear();
        Print.Bytes("filled and cleared"u8, room);
        Print.Value("does not fit"u8, room.TryCopyTo(room[1..]));
        Span<long> wide = stackalloc long[3];
        wide.Fill(-2);
        wide[1..].Clear();
        Print.Bytes("wide"u8, MemoryMarshal.AsBytes(wide));
    }

    private static void Searching()
    {
        ReadOnlySpan<byte> text = "tracepoint/sched/sched_process_exec"u8;
        Print.Value("slash"u8, text.IndexOf((byte)'/'));
        Print.Value("last slash"u8, text.LastIndexOf((byte)'/'));
        Print.Value("absent"u8, text.IndexOf((byte)'?'));
        Print.Value("word"u8, text.IndexOf("sched_"u8));
        Print.Value("starts"u8, text.StartsWith("tracepoint/"u8));
        Print.Value("ends"u8, text.EndsWith("exec"u8));
        Print.Value("ends not"u8, text.EndsWith("exit"u8));
        Print.Value("equal"u8, text[11..16].SequenceEqual(text[17..22]));
        Print.Value("different"u8, text[11..16].SequenceEqual(text[16..21]));
        Print.Value("order"u8, "abc"u8.SequenceCompareTo("abd"u8) < 0);
        Print.Value("prefix first"u8, "abc"u8.SequenceCompareTo("ab"u8) > 0);
        ReadOnlySpan<int> numbers = [5, 256, 65536, 256];
        Print.Value("number"u8, numbers.IndexOf(256));
        Print.Value("contains"u8, numbers.Contains(65536));
    }

    private static void Numbers()
    {
        Span<byte> room = stackalloc byte[19];
        room.Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(room[1..], 0x1234);
        BinaryPrimitives.WriteUInt32BigEndian(room[3..], 0x56789abc);
        BinaryPrimitives.WriteInt64LittleEndian(room[7..], -2);
        BinaryPrimitives.WriteInt16BigEndian(room[15..], -3);
        Print.Bytes("written"u8, room);
        Print.Value("u16"u8, BinaryPrimitives.ReadUInt16BigEndian(room[1..]));
        Print.Value("i16"u8, BinaryPrimitives.ReadInt16BigEndian(room[15..]));
        Print.Value("u32"u8, BinaryPrimitives.ReadUInt32LittleEndian(room[3..]));
        Print.Value("i32"u8, BinaryPrimitives.ReadInt32BigEndian(room[7..]));
        Print.Value("u64"u8, BinaryPrimitives.ReadUInt64BigEndian(room[1..]));
        Print.Value("i64"u8, BinaryPrimitives.ReadInt64LittleEndian(room[7..]));
        Print.Value("reversed"u8, BinaryPrimitives.ReverseEndianness(0x0123456789abcdefUL));
        Print.Value("too short"u8, MemoryMarshal.TryRead(room[..7], out ulong none));
        Print.Value("nothing read"u8, none);
    }

    private static void Reinterpreting()
    {
        Span<uint> words = stackalloc uint[] { 0x04030201, 0x08070605, 0x0c0b0a09 };
        Span<byte> bytes = MemoryMarshal.AsBytes(words);
        bytes[5] = 0xff;
        Print.Value("through bytes"u8, words[1]);
        Print.Value("longs that fit"u8, MemoryMarshal.Cast<uint, ulong>(words).Length);
        Print.Value("shorts"u8, MemoryMarshal.Cast<byte, ushort>(bytes)[4]);
        ref uint second = ref MemoryMarshal.GetReference(words[1..]);
        second++;
        Print.Value("by reference"u8, words[1]);
        int one = 7;
        MemoryMarshal.CreateSpan(ref one, 1)[0] = 8;
        Print.Value("over a local"u8, one);
    }
}
