// netlink(7): struct nlmsghdr, the fixed part of the message's type, then attributes (struct nlattr), each padded to 4 bytes, in
// the machine's byte order, which is little endian on every architecture here.

using System;
using System.Buffers.Binary;

namespace Corewright.Bpf.Kernel;

/// <summary>Builds one netlink message in a buffer. What doesn't fit makes it <see cref="Overflowed"/> and is left out.</summary>
internal ref struct NetlinkMessage
{
    /// <summary>Bytes of <c>struct nlmsghdr</c>.</summary>
    public const int HeaderBytes = 16;

    /// <summary>Bytes of <c>struct nlattr</c>.</summary>
    public const int AttributeHeaderBytes = 4;

    /// <summary>NLA_F_NESTED: the attribute is made of attributes.</summary>
    public const ushort Nested = 0x8000;

    private readonly Span<byte> _buffer;
    private int _length;

    /// <summary>Starts a message.</summary>
    /// <param name="buffer">Where to; at least <see cref="HeaderBytes"/>.</param>
    /// <param name="type">Its type.</param>
    /// <param name="flags">Its flags; NLM_F_REQUEST is added.</param>
    public NetlinkMessage(Span<byte> buffer, NetlinkType type, NetlinkFlags flags)
    {
        _buffer = buffer;
        _length = HeaderBytes;
        Overflowed = false;
        buffer[..HeaderBytes].Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(buffer[4..], (ushort)type);
        BinaryPrimitives.WriteUInt16LittleEndian(buffer[6..], (ushort)(flags | NetlinkFlags.Request));
    }

    /// <summary>Whether something didn't fit; such a message must not be sent.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>Takes room for the fixed part, cleared.</summary>
    /// <param name="bytes">Its size.</param>
    public Span<byte> Body(int bytes) => Take(bytes);

    /// <summary>Adds an attribute.</summary>
    /// <param name="type">Its number.</param>
    /// <param name="value">Its bytes.</param>
    public void Add(ushort type, scoped ReadOnlySpan<byte> value)
    {
        Span<byte> place = Take(AttributeHeaderBytes + value.Length);
        if (place.Length == 0)
            return;
        BinaryPrimitives.WriteUInt16LittleEndian(place, (ushort)(AttributeHeaderBytes + value.Length));
        BinaryPrimitives.WriteUInt16LittleEndian(place[2..], type);
        value.CopyTo(place[AttributeHeaderBytes..]);
    }

    /// <summary>Adds an attribute of 32 bits.</summary>
    public void Add(ushort type, uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        Add(type, bytes);
    }

    /// <summary>Adds a string, which gets its final zero here.</summary>
    public void AddText(ushort type, scoped ReadOnlySpan<byte> text)
    {
        Span<byte> place = Take(AttributeHeaderBytes + text.Length + 1);
        if (place.Length == 0)
            return;
        BinaryPrimitives.WriteUInt16LittleEndian(place, (ushort)(AttributeHeaderBytes + text.Length + 1));
        BinaryPrimitives.WriteUInt16LittleEndian(place[2..], type);
        text.CopyTo(place[AttributeHeaderBytes..]);
    }

    /// <summary>Starts an attribute that is made of those that follow until <see cref="End"/>.</summary>
    /// <param name="type">Its number; <see cref="Nested"/> is not added, since kernels before v5.2 take it for a part of it.</param>
    /// <returns>What <see cref="End"/> needs.</returns>
    public int Begin(ushort type)
    {
        int start = _length;
        Add(type, default(ReadOnlySpan<byte>));
        return start;
    }

    /// <summary>Ends a nested attribute.</summary>
    /// <param name="start">What <see cref="Begin"/> gave.</param>
    public readonly void End(int start)
    {
        if (!Overflowed)
            BinaryPrimitives.WriteUInt16LittleEndian(_buffer[start..], (ushort)(_length - start));
    }

    /// <summary>The message, with its length and number filled in.</summary>
    /// <param name="sequence">The number by which the answer is known.</param>
    public readonly ReadOnlySpan<byte> Finish(uint sequence)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer, (uint)_length);
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer[8..], sequence);
        return _buffer[.._length];
    }

    // Lengths in headers are without the padding; what follows begins behind it.
    private Span<byte> Take(int bytes)
    {
        int padded = (bytes + 3) & ~3;
        if (Overflowed || bytes > ushort.MaxValue || padded > _buffer.Length - _length)
        {
            Overflowed = true;
            return default;
        }
        Span<byte> place = _buffer.Slice(_length, padded);
        place.Clear();
        _length += padded;
        return place[..bytes];
    }
}
