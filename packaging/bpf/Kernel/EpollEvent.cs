// struct epoll_event of include/uapi/linux/eventpoll.h: packed on x86_64, naturally aligned elsewhere.

using System;
using System.Buffers.Binary;

namespace Corewright.Bpf.Kernel;

/// <summary><c>struct epoll_event</c>, whose layout depends on the architecture: reads and writes it in a byte buffer.</summary>
public static class EpollEvent
{
    /// <summary>Enough for one event on every architecture.</summary>
    public const int MaxSize = 16;

    /// <summary>Bytes of one event on this architecture.</summary>
    public static int Size => DataOffset + sizeof(ulong);

    private static int DataOffset => Syscall.Architecture == MachineArchitecture.X86_64 ? 4 : 8;

    /// <summary>Writes one event.</summary>
    /// <param name="destination">At least <see cref="Size"/> bytes.</param>
    /// <param name="events">EPOLL flags.</param>
    /// <param name="data">What comes back with the event.</param>
    public static void Write(Span<byte> destination, uint events, ulong data)
    {
        destination[..Size].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(destination, events);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[DataOffset..], data);
    }

    /// <summary>The flags of an event.</summary>
    /// <param name="source">At least <see cref="Size"/> bytes.</param>
    public static uint ReadEvents(ReadOnlySpan<byte> source) => BinaryPrimitives.ReadUInt32LittleEndian(source);

    /// <summary>The data that was given with the descriptor.</summary>
    /// <param name="source">At least <see cref="Size"/> bytes.</param>
    public static ulong ReadData(ReadOnlySpan<byte> source) => BinaryPrimitives.ReadUInt64LittleEndian(source[DataOffset..]);
}
