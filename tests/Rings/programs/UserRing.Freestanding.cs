using System;
using System.Runtime.InteropServices;
using Corewright.Bpf;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Links;
using Corewright.Bpf.Memory;
using Corewright.Bpf.Object;
using Corewright.Bpf.Ring;
using Corewright.Tests.Maps;

namespace Corewright.Tests.Rings;

/// <summary>Samples that a program takes out of a user ring buffer.</summary>
internal static class UserRing
{
    private const int HeadBytes = 8;
    private const int Longest = 112;
    private const int Rounds = 50;

    /// <summary>Drained of tests/Features/crates/user_ring.</summary>
    private struct State
    {
        public uint Process;
        public uint Call;
        public uint Most;
        public uint Taken;
        public uint Next;
        public uint Disordered;
        public uint Unreadable;
        public uint Sum;
        public long Result;
    }

    private static uint s_number;
    private static uint s_sum;

    /// <summary>Works on the object <c>user_ring</c>.</summary>
    public static int Run(ref ObjectFile opened, ref Arena arena)
    {
        LinkTable links = default;
        Fault fault = Calls.Attach(ref opened, ref arena, ref links);
        Output.Line("attach"u8, (long)fault.Code, fault.Errno);
        if (fault.Failed)
            return 1;
        uint size = opened.Maps[opened.FindMap("TO_PROGRAM"u8)].MaxEntries;
        int result = UserRingBuffer.Map(opened.Descriptor("TO_PROGRAM"u8), size, AuxiliaryVector.PageBytes(), IntPtr.Size, out UserRingBuffer ring);
        Output.Line("map"u8, result, size);
        if (result < 0)
            return 1;
        ref State state = ref Calls.Variables<State>(ref opened);
        state.Call = (uint)Calls.Number;
        state.Process = (uint)Syscall.Invoke(SyscallNumber.Getpid);
        Drain("empty"u8, ref state);
        Three(ref ring.Writer, ref state);
        Unfinished(ref ring.Writer, ref state);
        Full(ref ring.Writer, ref state);
        Wrap(ref ring.Writer, ref state);
        ring.Dispose();
        // Whoever maps it again writes on behind what was there.
        result = UserRingBuffer.Map(opened.Descriptor("TO_PROGRAM"u8), size, AuxiliaryVector.PageBytes(), IntPtr.Size, out ring);
        Output.Line("mapped-again"u8, result, Write(ref ring.Writer, 20) ? 1 : 0);
        Drain("again"u8, ref state);
        ring.Dispose();
        links.Dispose();
        return 0;
    }

    private static void Three(ref UserRingWriter writer, ref State state)
    {
        for (int i = 0; i < 3; i++)
            Write(ref writer, HeadBytes + (i * 13));
        Drain("three"u8, ref state);
        // The program may leave some for later.
        state.Most = 2;
        for (int i = 0; i < 3; i++)
            Write(ref writer, 40);
        Drain("two-of-three"u8, ref state);
        Drain("one-left"u8, ref state);
        state.Most = 0;
    }

    private static void Unfinished(ref UserRingWriter writer, ref State state)
    {
        Write(ref writer, 9);
        bool reserved = writer.TryReserve(16, out Span<byte> room), second = writer.TryReserve(16, out _);
        Output.Line("reserved"u8, reserved ? 1 : 0, room.Length, second ? 1 : 0);
        Drain("unfinished"u8, ref state);
        Fill(room);
        writer.Submit();
        Drain("finished"u8, ref state);
        writer.TryReserve(64, out _);
        writer.Discard();
        Write(ref writer, 10);
        Drain("discarded-first"u8, ref state);
    }

    private static void Full(ref UserRingWriter writer, ref State state)
    {
        int written = 0;
        while (Write(ref writer, 56))
            written++;
        bool smallest = writer.TryReserve(0, out _), negative = writer.TryReserve(-1, out _);
        Output.Line("full"u8, written, smallest ? 1 : 0, negative ? 1 : 0);
        Drain("full-drained"u8, ref state);
        bool longest = writer.TryReserve(4088, out Span<byte> room);
        Output.Line("longest"u8, longest ? 1 : 0, room.Length);
        writer.Discard();
        Drain("longest-discarded"u8, ref state);
        Output.Line("too-long"u8, writer.TryReserve(4089, out _) ? 1 : 0);
    }

    private static void Wrap(ref UserRingWriter writer, ref State state)
    {
        long written = 0, drained = 0;
        for (int round = 0; round < Rounds; round++)
        {
            for (int length = HeadBytes; length <= Longest && Write(ref writer, length); length += 3)
                written++;
            Calls.Make();
            drained += state.Result;
        }
        Output.Line("rounds"u8, written, drained, state.Sum - s_sum, state.Disordered, state.Unreadable);
    }

    private static bool Write(ref UserRingWriter writer, int length)
    {
        if (!writer.TryReserve(length, out Span<byte> room))
            return false;
        Fill(room);
        writer.Submit();
        return true;
    }

    private static void Fill(Span<byte> room)
    {
        Span<uint> head = MemoryMarshal.Cast<byte, uint>(room[..HeadBytes]);
        head[0] = s_number++;
        head[1] = (uint)room.Length;
        for (int i = HeadBytes; i < room.Length; i++)
        {
            room[i] = (byte)(s_number + (uint)(7 * i));
            s_sum += room[i];
        }
    }

    // What the helper returned, what the program has counted so far, and whether it read what was written.
    private static void Drain(ReadOnlySpan<byte> name, ref State state)
    {
        state.Result = long.MinValue + 1;
        Calls.Make();
        Output.Line(name, state.Result, state.Taken, state.Disordered, state.Unreadable, state.Next == s_number ? 1 : 0, state.Sum == s_sum ? 1 : 0);
    }
}
