// socket(7): SO_ATTACH_BPF (v3.19). packet(7): a socket that gets the packets of an interface.

using System;
using System.Buffers.Binary;
using Corewright.Bpf.Kernel;

namespace Corewright.Bpf.Links;

/// <summary>
/// Attaches socket filters: to a packet socket of its own, which sees what comes and goes through an interface, or to the socket
/// that a process started with. The target is the interface's name, or <c>fd=NUMBER</c>; without one it is every interface.
/// </summary>
public static unsafe class SocketFilterAttacher
{
    // AF_PACKET, SOCK_RAW | SOCK_CLOEXEC; ETH_P_ALL in network order
    private const int PacketFamily = 17;
    private const int RawCloseOnExec = 3 | 0x80000;
    private const ushort EveryProtocol = 0x0300;

    // struct sockaddr_ll: family, protocol at 2, interface at 4.
    private const int AddressBytes = 20;
    private const int ProtocolOffset = 2;
    private const int InterfaceOffset = 4;

    // SOL_SOCKET, SO_DETACH_BPF, SO_ATTACH_BPF of include/uapi/asm-generic/socket.h
    private const int SocketLevel = 1;
    private const int DetachOption = 27;
    private const int AttachOption = 50;

    private static ReadOnlySpan<byte> Given => "fd="u8;

    /// <summary>Attaches a program.</summary>
    /// <param name="request">The program; the target is an interface or a descriptor.</param>
    /// <returns>
    /// <see cref="FaultCode.AttachTargetMalformed"/>, <see cref="FaultCode.InterfaceMissing"/> or <see cref="FaultCode.AttachRefused"/>.
    /// </returns>
    public static Fault Attach(scoped ref AttachRequest request)
    {
        ReadOnlySpan<byte> target = request.Target;
        if (target.Length > Given.Length && target[..Given.Length].SequenceEqual(Given))
        {
            if (!TargetText.TryReadNumber(target[Given.Length..], int.MaxValue, out ulong number))
                return new Fault(FaultCode.AttachTargetMalformed, Given.Length);
            int result = SetFilter((int)number, request.Program.Fd);
            return result < 0 ? AttachRequest.Refused(result) : request.Keep(new Link
            {
                Undo = LinkUndo.SocketDetach,
                Fd = Link.NotOpen,
                Target = Link.NotOpen,
                Held = (int)number,
            });
        }
        // Of no protocol, so that nothing arrives before the filter and the interface are set.
        int socket = (int)Syscall.Invoke(SyscallNumber.Socket, PacketFamily, RawCloseOnExec, 0);
        if (socket < 0)
            return AttachRequest.Refused(socket);
        Fault fault = Attach(socket, request.Program.Fd, target);
        if (fault.Failed)
        {
            Syscall.Close(socket);
            return fault;
        }
        return request.Keep(new Link { Undo = LinkUndo.SocketDetach, Fd = Link.NotOpen, Target = socket, Held = socket });
    }

    /// <summary>Takes the filter off a socket, which may be somebody else's.</summary>
    internal static void Detach(int socket)
    {
        int nothing = 0;
        Syscall.Invoke(SyscallNumber.Setsockopt, socket, SocketLevel, DetachOption, (nint)(&nothing), sizeof(int));
    }

    private static Fault Attach(int socket, int program, ReadOnlySpan<byte> name)
    {
        int index = name.Length == 0 ? 0 : NetworkInterface.Find(socket, name);
        if (index < 0)
            return new Fault(FaultCode.InterfaceMissing, 0, -index);
        int result = SetFilter(socket, program);
        if (result < 0)
            return AttachRequest.Refused(result);
        byte* address = stackalloc byte[AddressBytes];
        var bytes = new Span<byte>(address, AddressBytes);
        bytes.Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, PacketFamily);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[ProtocolOffset..], EveryProtocol);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[InterfaceOffset..], index);
        result = (int)Syscall.Invoke(SyscallNumber.Bind, socket, (nint)address, AddressBytes);
        return result < 0 ? AttachRequest.Refused(result) : Fault.None;
    }

    private static int SetFilter(int socket, int program) =>
        (int)Syscall.Invoke(SyscallNumber.Setsockopt, socket, SocketLevel, AttachOption, (nint)(&program), sizeof(int));
}
