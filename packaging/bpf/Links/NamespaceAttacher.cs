// BPF_LINK_CREATE with a network namespace: flow dissectors since v5.8, socket lookups since v5.9. Documentation/bpf/
// prog_flow_dissector.rst and prog_sk_lookup.rst

using System;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Programs;

namespace Corewright.Bpf.Links;

/// <summary>
/// Attaches flow dissectors and socket lookups to a network namespace. The target is its file; without one it is
/// <c>/proc/self/ns/net</c>, the namespace that this process is in.
/// </summary>
public static unsafe class NamespaceAttacher
{
    private static ReadOnlySpan<byte> Own => "/proc/self/ns/net"u8;

    /// <summary>Attaches a program.</summary>
    /// <param name="request">The program; the target is a namespace's file.</param>
    /// <returns>
    /// <see cref="FaultCode.NamespaceMissing"/>, a missing <see cref="KernelFeature.NamespaceLink"/> where only a link would do, or
    /// <see cref="FaultCode.AttachRefused"/>.
    /// </returns>
    public static Fault Attach(scoped ref AttachRequest request)
    {
        int program = request.Program.Fd;
        AttachType type = request.Program.ExpectedAttach;
        bool hasOlderWay = type == AttachType.FlowDissector;
        int created = -Errno.Invalid;
        if (!request.WithoutLinks || !hasOlderWay)
        {
            int space = TargetPath.Open(request.Target, Own);
            if (space < 0)
                return new Fault(FaultCode.NamespaceMissing, 0, -space);
            LinkCreateAttributes attributes = default;
            attributes.ProgramFd = program;
            attributes.TargetFd = space;
            attributes.AttachType = (uint)type;
            created = BpfCall.CreateLink(&attributes);
            Syscall.Close(space);
            if (created >= 0)
                return request.Keep(Link.Closing(created));
        }
        if (created != -Errno.Invalid || !hasOlderWay)
            return AttachRequest.Refused(created);
        // The older way knows only the namespace that this process is in.
        if (request.Target.Length != 0)
            return AttachRequest.Missing(KernelFeature.NamespaceLink);
        int result = ProgramAttachment.Attach(0, program, (uint)type, 0);
        if (result < 0)
            return AttachRequest.Refused(result);
        return request.Keep(new Link
        {
            Undo = LinkUndo.FlowDissectorDetach,
            Fd = Link.NotOpen,
            Target = Link.NotOpen,
            AttachType = (uint)type,
            ProgramFd = program,
        });
    }
}
