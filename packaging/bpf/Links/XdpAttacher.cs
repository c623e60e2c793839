// BPF_LINK_CREATE with BPF_XDP since v5.9; rtnetlink before.

using System;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Programs;

namespace Corewright.Bpf.Links;

/// <summary>
/// Attaches XDP programs (BPF_PROG_TYPE_XDP) to a network interface: <c>NAME</c>, <c>NAME:native</c> for the driver's hook or
/// <c>NAME:generic</c> for the network stack's.
/// </summary>
public static class XdpAttacher
{
    /// <summary>Attaches a program.</summary>
    /// <param name="request">The program; the target is an interface.</param>
    /// <returns>
    /// <see cref="FaultCode.InterfaceMissing"/>, <see cref="FaultCode.XdpOffloadUnsupported"/>, <see cref="FaultCode.XdpOccupied"/>
    /// where a program is attached already, <see cref="FaultCode.XdpNotInDriver"/>, or what targets and netlink can fail with.
    /// </returns>
    public static Fault Attach(scoped ref AttachRequest request)
    {
        Fault fault = InterfaceTarget.Parse(request.Target, InterfaceOptions.Mode, out InterfaceTarget target);
        if (fault.Failed)
            return fault;
        if (target.Mode == XdpMode.Offload)
            return new Fault(FaultCode.XdpOffloadUnsupported);
        int opened = NetlinkSocket.Open(out NetlinkSocket socket);
        if (opened < 0)
            return new Fault(FaultCode.NetlinkRefused, 0, -opened);
        int index = socket.FindInterface(target.Name);
        if (index < 0)
            fault = new Fault(FaultCode.InterfaceMissing, 0, -index);
        else
            fault = Attach(ref request, ref socket, index, Flags(target.Mode));
        socket.Dispose();
        return fault;
    }

    private static Fault Attach(scoped ref AttachRequest request, ref NetlinkSocket socket, int index, uint mode)
    {
        if (!request.WithoutLinks)
        {
            int created = CreateLink(request.Program.Fd, index, mode);
            if (created >= 0)
                return request.Keep(Link.Closing(created));
            // What kernels before v5.9 say; netlink will say if it was something else.
            if (created != -Errno.Invalid)
                return Refused(created);
        }
        Span<byte> buffer = stackalloc byte[XdpNetlink.BufferBytes];
        Span<byte> answer = stackalloc byte[XdpNetlink.BufferBytes];
        int result = socket.Send(XdpNetlink.AttachMessage(buffer, index, request.Program.Fd, mode), answer, out NetlinkExchange exchange);
        if (result == 0)
            result = exchange.Finish();
        if (result < 0)
        {
            request.Say(exchange.Text);
            return Refused(result);
        }
        return request.Keep(new Link
        {
            Undo = LinkUndo.XdpNetlink,
            Fd = Link.NotOpen,
            Target = Link.NotOpen,
            Interface = index,
            ProgramFd = request.Program.Fd,
            Flags = mode,
        });
    }

    private static unsafe int CreateLink(int program, int index, uint mode)
    {
        LinkCreateAttributes attributes = default;
        attributes.ProgramFd = program;
        attributes.TargetFd = index;
        attributes.AttachType = (uint)AttachType.Xdp;
        attributes.Flags = mode;
        return BpfCall.CreateLink(&attributes);
    }

    private static Fault Refused(int result) => -result switch
    {
        Errno.Busy or Errno.Exists => new Fault(FaultCode.XdpOccupied, 0, -result),
        Errno.NotSupported => new Fault(FaultCode.XdpNotInDriver, 0, -result),
        _ => AttachRequest.Refused(result),
    };

    private static uint Flags(XdpMode mode) => mode switch
    {
        XdpMode.Native => XdpNetlink.NativeFlag,
        XdpMode.Generic => XdpNetlink.GenericFlag,
        _ => 0,
    };
}
