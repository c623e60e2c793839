// rtnetlink(7): RTM_SETLINK with IFLA_XDP of include/uapi/linux/if_link.h, which attaches XDP programs since v4.8. What is attached so
// stays when the process ends. Since v5.7 the kernel compares what it detaches with what is expected; before, it refuses to.

using System;
using System.Buffers.Binary;
using Corewright.Bpf.Kernel;

namespace Corewright.Bpf.Links;

/// <summary>Attaches and detaches XDP programs without a BPF link.</summary>
internal static class XdpNetlink
{
    /// <summary>XDP_FLAGS_SKB_MODE.</summary>
    public const uint GenericFlag = 1 << 1;

    /// <summary>XDP_FLAGS_DRV_MODE.</summary>
    public const uint NativeFlag = 1 << 2;

    /// <summary>Enough for the messages here and for what the kernel answers.</summary>
    public const int BufferBytes = 512;

    // XDP_FLAGS_UPDATE_IF_NOEXIST, XDP_FLAGS_REPLACE (v5.7)
    private const uint OnlyIfNoneFlag = 1 << 0;
    private const uint ReplaceFlag = 1 << 4;

    // struct ifinfomsg: family, type, index at 4, flags, change.
    private const int InterfaceBytes = 16;
    private const int InterfaceIndexOffset = 4;

    // IFLA_XDP and what is in it: IFLA_XDP_FD, IFLA_XDP_FLAGS, IFLA_XDP_EXPECTED_FD
    private const ushort XdpAttribute = 43;
    private const ushort ProgramAttribute = 1;
    private const ushort FlagsAttribute = 3;
    private const ushort ExpectedAttribute = 8;

    private const int NoProgram = -1;

    /// <summary>Makes the message that attaches a program where none is attached.</summary>
    public static NetlinkMessage AttachMessage(Span<byte> buffer, int index, int program, uint mode)
    {
        NetlinkMessage message = Begin(buffer, index, out int xdp);
        message.Add(ProgramAttribute, (uint)program);
        message.Add(FlagsAttribute, mode | OnlyIfNoneFlag);
        message.End(xdp);
        return message;
    }

    /// <summary>Makes the message that detaches a program, and only that one.</summary>
    public static NetlinkMessage DetachMessage(Span<byte> buffer, int index, int program, uint mode)
    {
        NetlinkMessage message = Begin(buffer, index, out int xdp);
        message.Add(ProgramAttribute, unchecked((uint)NoProgram));
        message.Add(FlagsAttribute, mode | ReplaceFlag);
        message.Add(ExpectedAttribute, (uint)program);
        message.End(xdp);
        return message;
    }

    /// <summary>Detaches the program of a link; one that somebody else attached meanwhile stays.</summary>
    public static void Detach(in Link link)
    {
        if (NetlinkSocket.Open(out NetlinkSocket socket) < 0)
            return;
        Span<byte> buffer = stackalloc byte[BufferBytes];
        Span<byte> answer = stackalloc byte[BufferBytes];
        if (socket.Send(DetachMessage(buffer, link.Interface, link.ProgramFd, link.Flags), answer, out NetlinkExchange exchange) == 0)
            exchange.Finish();
        socket.Dispose();
    }

    private static NetlinkMessage Begin(Span<byte> buffer, int index, out int xdp)
    {
        var message = new NetlinkMessage(buffer, NetlinkType.SetLink, NetlinkFlags.Acknowledge);
        Span<byte> body = message.Body(InterfaceBytes);
        BinaryPrimitives.WriteInt32LittleEndian(body[InterfaceIndexOffset..], index);
        xdp = message.Begin(XdpAttribute | NetlinkMessage.Nested);
        return message;
    }
}
