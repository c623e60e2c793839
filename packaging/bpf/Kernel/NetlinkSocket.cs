// netlink(7), rtnetlink(7): requests about interfaces and traffic control.

using System;

namespace Corewright.Bpf.Kernel;

/// <summary>A socket of NETLINK_ROUTE. The kernel answers before <c>sendto</c> returns, so nothing here waits.</summary>
internal unsafe struct NetlinkSocket : IDisposable
{
    // AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE
    private const int Family = 16;
    private const int RawCloseOnExec = 3 | 0x80000;
    private const int RouteProtocol = 0;

    private const int NetlinkLevel = 270;
    private const int CapAcknowledgements = 10;
    private const int ExtendedAcknowledgements = 11;

    // MSG_DONTWAIT | MSG_TRUNC: the whole length is returned, also where the buffer is shorter.
    private const int ReceiveFlags = 0x40 | 0x20;

    private int _fd;
    private uint _sequence;

    /// <summary>Opens a socket.</summary>
    /// <returns>0, or a negated errno.</returns>
    public static int Open(out NetlinkSocket socket)
    {
        socket = default;
        int fd = (int)Syscall.Invoke(SyscallNumber.Socket, Family, RawCloseOnExec, RouteProtocol);
        socket._fd = fd;
        if (fd < 0)
            return fd;
        // Without these the kernel only has fewer words.
        int one = 1;
        Syscall.Invoke(SyscallNumber.Setsockopt, fd, NetlinkLevel, ExtendedAcknowledgements, (nint)(&one), sizeof(int));
        Syscall.Invoke(SyscallNumber.Setsockopt, fd, NetlinkLevel, CapAcknowledgements, (nint)(&one), sizeof(int));
        return 0;
    }

    /// <summary>Finds an interface of this network namespace.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>As <see cref="NetworkInterface.Find"/>.</returns>
    public readonly int FindInterface(ReadOnlySpan<byte> name) => NetworkInterface.Find(_fd, name);

    /// <summary>Sends a request.</summary>
    /// <param name="message">The request.</param>
    /// <param name="buffer">Holds what comes back; 16 KiB are enough for one message about anything.</param>
    /// <param name="exchange">The kernel's messages.</param>
    /// <returns>0, or a negated errno.</returns>
    public int Send(scoped in NetlinkMessage message, Span<byte> buffer, out NetlinkExchange exchange)
    {
        exchange = default;
        if (message.Overflowed)
            return -Errno.MessageTooLong;
        ReadOnlySpan<byte> bytes = message.Finish(++_sequence);
        fixed (byte* start = bytes)
        {
            nint sent = Syscall.Invoke(SyscallNumber.Sendto, _fd, (nint)start, bytes.Length);
            if (Syscall.IsError(sent))
                return (int)sent;
        }
        exchange = new NetlinkExchange(_fd, _sequence, buffer);
        return 0;
    }

    /// <summary>Receives one datagram.</summary>
    /// <returns>Its length, or a negated errno: EMSGSIZE where the buffer is too short.</returns>
    internal static int Receive(int fd, Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            int length = (int)Syscall.Invoke(SyscallNumber.Recvfrom, fd, (nint)start, buffer.Length, ReceiveFlags);
            return length > buffer.Length ? -Errno.MessageTooLong : length;
        }
    }

    /// <summary>Closes it.</summary>
    public void Dispose()
    {
        if (_fd > 0)
            Syscall.Close(_fd);
        _fd = -1;
    }
}
