using Corewright.Bpf.Kernel;
using Corewright.Bpf.Programs;

namespace Corewright.Bpf.Links;

/// <summary>
/// Attaches classifiers (BPF_PROG_TYPE_SCHED_CLS) to a network interface: <c>NAME[:OPTION[,OPTION]…]</c> with <c>ingress</c> (which is
/// what a section that doesn't say means) or <c>egress</c>, <c>before[=…]</c>, <c>after[=…]</c> and <c>revision=</c> for their order
/// (<see cref="MultiProgramPosition"/>), or <c>clsact</c>, <c>handle=</c> and <c>priority=</c> for the way of kernels before v6.6.
/// </summary>
public static class ClassifierAttacher
{
    /// <summary>Attaches a program.</summary>
    /// <param name="request">The program; the target is an interface.</param>
    /// <returns>
    /// <see cref="FaultCode.InterfaceMissing"/>, <see cref="FaultCode.RelativeMissing"/>, <see cref="FaultCode.RevisionChanged"/>,
    /// a missing <see cref="KernelFeature.Tcx"/> where an order is asked for, or what targets and netlink can fail with.
    /// </returns>
    public static Fault Attach(scoped ref AttachRequest request)
    {
        Fault fault = InterfaceTarget.Parse(request.Target, InterfaceOptions.Classifier | InterfaceOptions.Order, out InterfaceTarget target);
        if (!fault.Failed)
            fault = Direct(request.Program.ExpectedAttach, ref target);
        if (fault.Failed)
            return fault;
        int opened = NetlinkSocket.Open(out NetlinkSocket socket);
        if (opened < 0)
            return new Fault(FaultCode.NetlinkRefused, 0, -opened);
        int index = socket.FindInterface(target.Name);
        if (index < 0)
            fault = new Fault(FaultCode.InterfaceMissing, 0, -index);
        else
            fault = Attach(ref request, ref socket, target, index);
        socket.Dispose();
        return fault;
    }

    private static Fault Attach(scoped ref AttachRequest request, ref NetlinkSocket socket, scoped in InterfaceTarget target, int index)
    {
        bool egress = target.Direction == TrafficDirection.Egress;
        if (!request.WithoutLinks && !target.IsClassic)
        {
            uint type = (uint)(egress ? AttachType.TcxEgress : AttachType.TcxIngress);
            int created = MultiProgramLink.Create(request.Program.Fd, index, type, target.Position, out Fault fault);
            if (created >= 0)
                return request.Keep(Link.Closing(created));
            if (fault.Failed)
                return fault;
        }
        if (target.Position.IsGiven)
            return AttachRequest.Missing(KernelFeature.Tcx);
        return ClassifierFilter.Attach(ref request, ref socket, new ClassifierPlace
        {
            Interface = index,
            Parent = egress ? ClassifierMessages.EgressParent : ClassifierMessages.IngressParent,
            Handle = target.Handle,
            Priority = target.Priority,
        });
    }

    // What the section says and what the target says must not be at odds; where neither says anything it is ingress.
    private static Fault Direct(AttachType expected, ref InterfaceTarget target)
    {
        TrafficDirection said = expected switch
        {
            AttachType.TcxIngress => TrafficDirection.Ingress,
            AttachType.TcxEgress => TrafficDirection.Egress,
            _ => TrafficDirection.Unset,
        };
        if (said != TrafficDirection.Unset && target.Direction != TrafficDirection.Unset && said != target.Direction)
            return new Fault(FaultCode.AttachTargetMalformed, target.Name.Length + 1);
        if (target.Position.IsGiven && target.IsClassic)
            return new Fault(FaultCode.AttachTargetMalformed, target.Name.Length + 1);
        if (target.Direction == TrafficDirection.Unset)
            target.Direction = said == TrafficDirection.Unset ? TrafficDirection.Ingress : said;
        return Fault.None;
    }
}
