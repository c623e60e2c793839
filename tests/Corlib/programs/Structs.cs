using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Corewright.Tests.Corlib.Programs;

internal static unsafe class Structs
{
    [StructLayout(LayoutKind.Explicit, Size = 24)]
    private struct Overlay
    {
        [FieldOffset(0)]
        public ulong Whole;

        [FieldOffset(0)]
        public uint Low;

        [FieldOffset(4)]
        public uint High;

        [FieldOffset(17)]
        public byte Last;
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private struct Packed
    {
        public byte A;
        public uint B;
        public ulong C;
    }

    private struct Large
    {
        public long A, B, C, D, E;
        public byte F;

        public readonly long Sum() => A + B + C + D + E + F;
    }

    [InlineArray(5)]
    private struct Five
    {
        private ushort _first;
    }

    private struct Buffered
    {
        public fixed byte Text[16];
    }

    private struct WithReference
    {
        public string Text;
        public int Number;
    }

    private enum Colour : ushort
    {
        Red = 1,
        Green = 0x8000,
        Both = Red | Green,
    }

    public static void Run()
    {
        Overlay overlay = default;
        overlay.Low = 0x89abcdef;
        overlay.High = 0x01234567;
        overlay.Last = 9;
        Print.Value("overlay"u8, overlay.Whole);
        Print.Value("size of overlay"u8, sizeof(Overlay));

        Packed packed = new() { A = 1, B = 2, C = 3 };
        Print.Value("size of packed"u8, sizeof(Packed));
        Print.Bytes("packed"u8, new ReadOnlySpan<byte>(&packed, sizeof(Packed)));

        Large large = new() { A = 1, B = 20, C = 300, D = 4000, E = 50000, F = 6 };
        Large copy = large;
        copy.A = -1;
        Print.Value("copied"u8, large.Sum());
        Print.Value("by value"u8, Changed(large).Sum());
        Change(ref large);
        Print.Value("by reference"u8, large.Sum());

        Five five = default;
        for (int i = 0; i < 5; i++)
            five[i] = (ushort)(i * 1000);
        Span<ushort> view = five;
        view[4]++;
        Print.Value("inline array"u8, five[4]);

        Buffered buffered = default;
        "fixed"u8.CopyTo(new Span<byte>(buffered.Text, 16));
        Print.Value("fixed buffer"u8, buffered.Text[1]);

        WithReference[] several = new WithReference[2];
        several[1] = new WithReference { Text = "reference", Number = 4 };
        several[0] = several[1];
        several[1].Text = "x";
        Print.Value("reference inside"u8, several[0].Text.Length + several[1].Text.Length + several[0].Number);

        int? nothing = null;
        long? something = 1L << 40;
        Print.Value("nullable"u8, nothing.HasValue);
        Print.Value("or default"u8, nothing ?? 17);
        Print.Value("value"u8, something.Value);
        Print.Value("lifted"u8, (something + nothing).HasValue);

        Colour colour = Colour.Red;
        colour |= Colour.Green;
        Print.Value("enum"u8, colour == Colour.Both);
        Print.Value("enum value"u8, (ulong)colour);
        var (first, second) = (5, 0x600000000L);
        Print.Value("tuple"u8, first + second);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Large Changed(Large value)
    {
        value.B = 0;
        return value;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Change(ref Large value)
    {
        ref long third = ref value.C;
        third = -300;
    }
}
