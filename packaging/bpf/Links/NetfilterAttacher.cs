// BPF_LINK_CREATE with BPF_NETFILTER since v6.4.

using Corewright.Bpf.Kernel;
using Corewright.Bpf.Programs;

namespace Corewright.Bpf.Links;

/// <summary>
/// Attaches netfilter programs (BPF_PROG_TYPE_NETFILTER) to a hook of this network namespace:
/// <c>FAMILY:HOOK[:OPTION[,OPTION]…]</c>, such as <c>ipv4:local-in:priority=-10,defrag</c>.
/// </summary>
public static unsafe class NetfilterAttacher
{
    /// <summary>Attaches a program.</summary>
    /// <param name="request">The program; the target is a hook.</param>
    /// <returns>What targets can fail with, <see cref="FaultCode.NetfilterOccupied"/>, or <see cref="FaultCode.AttachRefused"/>.</returns>
    public static Fault Attach(scoped ref AttachRequest request)
    {
        Fault fault = NetfilterTarget.Parse(request.Target, out NetfilterTarget target);
        if (fault.Failed)
            return fault;
        LinkCreateAttributes attributes = default;
        attributes.ProgramFd = request.Program.Fd;
        attributes.AttachType = (uint)AttachType.Netfilter;
        attributes.NetfilterFamily = target.Family;
        attributes.NetfilterHook = target.Hook;
        attributes.NetfilterPriority = target.Priority;
        attributes.NetfilterFlags = target.Flags;
        int created = BpfCall.CreateLink(&attributes);
        if (created >= 0)
            return request.Keep(Link.Closing(created));
        // Only one BPF program may have a hook's priority.
        return created == -Errno.Busy ? new Fault(FaultCode.NetfilterOccupied, 0, -created) : AttachRequest.Refused(created);
    }
}
