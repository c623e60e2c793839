using Corewright.Bpf.Kernel;

namespace Corewright.Bpf.Links;

/// <summary>
/// Attaches classifiers to a netkit device (v6.7), from the side of its primary: <c>NAME[:OPTION[,OPTION]…]</c> with the order as
/// <see cref="MultiProgramPosition"/> has it. The section says whose packets are seen, the primary's or the peer's.
/// </summary>
public static class NetkitAttacher
{
    /// <summary>Attaches a program.</summary>
    /// <param name="request">The program; the target is the primary device.</param>
    /// <returns>
    /// A missing <see cref="KernelFeature.Netkit"/>, <see cref="FaultCode.InterfaceMissing"/>, or what targets and orders can fail with.
    /// </returns>
    public static Fault Attach(scoped ref AttachRequest request)
    {
        Fault fault = InterfaceTarget.Parse(request.Target, InterfaceOptions.Order, out InterfaceTarget target);
        if (fault.Failed)
            return fault;
        int opened = NetlinkSocket.Open(out NetlinkSocket socket);
        if (opened < 0)
            return new Fault(FaultCode.NetlinkRefused, 0, -opened);
        int index = socket.FindInterface(target.Name);
        socket.Dispose();
        uint type = (uint)request.Program.ExpectedAttach;
        // Where there are no netkit devices, that is what has to be said of one that isn't there; index 1 is the loopback's.
        if (index < 0)
        {
            return ProgramAttachment.IsKnown(1, type)
                ? new Fault(FaultCode.InterfaceMissing, 0, -index) : AttachRequest.Missing(KernelFeature.Netkit, index);
        }
        int created = MultiProgramLink.Create(request.Program.Fd, index, type, target.Position, out fault);
        if (created >= 0)
            return request.Keep(Link.Closing(created));
        return fault.Failed ? fault : AttachRequest.Missing(KernelFeature.Netkit, created);
    }
}
