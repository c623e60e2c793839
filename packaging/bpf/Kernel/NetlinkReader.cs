// netlink(7): what the kernel sends back. Every length is checked against what arrived.

using System;
using Corewright.Bpf.Memory;

namespace Corewright.Bpf.Kernel;

/// <summary>Walks the messages of one datagram.</summary>
internal ref struct NetlinkReader(ReadOnlySpan<byte> datagram)
{
    private ReadOnlySpan<byte> _rest = datagram;

    /// <summary>Whether a length made no sense; there are no further messages then.</summary>
    public bool Damaged { get; private set; }

    /// <summary>Takes the next message.</summary>
    /// <returns>False at the end.</returns>
    public bool Next(out NetlinkHeader header, out ReadOnlySpan<byte> body)
    {
        header = default;
        body = default;
        if (_rest.Length == 0)
            return false;
        uint length = _rest.Length < NetlinkMessage.HeaderBytes ? 0 : LittleEndian.U32(_rest, 0);
        if (length < NetlinkMessage.HeaderBytes || length > (uint)_rest.Length)
        {
            Damaged = true;
            _rest = default;
            return false;
        }
        header = new NetlinkHeader((NetlinkType)LittleEndian.U16(_rest, 4), (NetlinkFlags)LittleEndian.U16(_rest, 6), LittleEndian.U32(_rest, 8));
        body = _rest[NetlinkMessage.HeaderBytes..(int)length];
        _rest = _rest[Math.Min((int)((length + 3) & ~3u), _rest.Length)..];
        return true;
    }
}

/// <summary>What stands before a message: <c>struct nlmsghdr</c>.</summary>
internal readonly struct NetlinkHeader(NetlinkType type, NetlinkFlags flags, uint sequence)
{
    public NetlinkType Type => type;

    public NetlinkFlags Flags => flags;

    /// <summary>The number of the request that it answers.</summary>
    public uint Sequence => sequence;
}
