// struct nlmsgerr of include/uapi/linux/netlink.h: an errno, the request's header (with the rest of the request unless capped), and
// since v4.12, where NETLINK_EXT_ACK is set, attributes, of which NLMSGERR_ATTR_MSG is a sentence of the kernel's.

using System;
using Corewright.Bpf.Memory;

namespace Corewright.Bpf.Kernel;

/// <summary>How the kernel answered a request.</summary>
internal readonly ref struct NetlinkAnswer
{
    private const ushort MessageAttribute = 1;

    private NetlinkAnswer(int result, ReadOnlySpan<byte> text)
    {
        Result = result;
        Text = text;
    }

    /// <summary>0, or a negated errno.</summary>
    public int Result { get; }

    /// <summary>The kernel's words, without a final zero; mostly empty.</summary>
    public ReadOnlySpan<byte> Text { get; }

    /// <summary>Reads an answer.</summary>
    /// <param name="flags">The flags of its header.</param>
    /// <param name="body">What follows the header.</param>
    /// <param name="answer">The answer.</param>
    /// <returns>False for one that is too short or holds no errno.</returns>
    public static bool TryRead(NetlinkFlags flags, ReadOnlySpan<byte> body, out NetlinkAnswer answer)
    {
        answer = default;
        if (body.Length < sizeof(int) + NetlinkMessage.HeaderBytes)
            return false;
        int result = LittleEndian.I32(body, 0);
        if (result is > 0 or < -4095)
            return false;
        answer = new NetlinkAnswer(result, Words(flags, body));
        return true;
    }

    private static ReadOnlySpan<byte> Words(NetlinkFlags flags, ReadOnlySpan<byte> body)
    {
        if ((flags & NetlinkFlags.HasAttributes) == 0)
            return default;
        uint request = (flags & NetlinkFlags.Capped) != 0 ? NetlinkMessage.HeaderBytes : LittleEndian.U32(body, sizeof(int));
        long start = sizeof(int) + (((long)request + 3) & ~3L);
        if (request < NetlinkMessage.HeaderBytes || start > body.Length)
            return default;
        ReadOnlySpan<byte> text = NetlinkAttributes.Find(body[(int)start..], MessageAttribute);
        int end = text.IndexOf((byte)0);
        return end < 0 ? text : text[..end];
    }
}
