// BPF_LINK_CREATE with a cgroup since v5.7; BPF_PROG_ATTACH with BPF_F_ALLOW_MULTI (v4.14) before. Documentation/bpf/prog_cgroup_*.rst

using Corewright.Bpf.Kernel;

namespace Corewright.Bpf.Links;

/// <summary>
/// Attaches programs to a cgroup (v2), and so to all that run in it and below: filters of packets, sockets, addresses, options,
/// system settings and devices. The target is the cgroup's folder; without one it is the hierarchy's top, all processes.
/// </summary>
public static unsafe class CgroupAttacher
{
    // BPF_F_ALLOW_MULTI: beside the programs that are there.
    private const uint AllowMultiple = 1 << 1;

    /// <summary>Attaches a program.</summary>
    /// <param name="request">The program; the target is a folder.</param>
    /// <returns><see cref="FaultCode.CgroupMissing"/> for what isn't a cgroup's folder, or <see cref="FaultCode.AttachRefused"/>.</returns>
    public static Fault Attach(scoped ref AttachRequest request)
    {
        int cgroup = TargetPath.Open(request.Target, CgroupHierarchy.Top);
        if (cgroup < 0)
            return new Fault(FaultCode.CgroupMissing, 0, -cgroup);
        int program = request.Program.Fd;
        uint type = (uint)request.Program.ExpectedAttach;
        int created = -Errno.Invalid;
        if (!request.WithoutLinks)
        {
            LinkCreateAttributes attributes = default;
            attributes.ProgramFd = program;
            attributes.TargetFd = cgroup;
            attributes.AttachType = type;
            created = BpfCall.CreateLink(&attributes);
        }
        if (created >= 0)
        {
            Syscall.Close(cgroup);
            return request.Keep(Link.Closing(created));
        }
        // What kernels before v5.7 say.
        int result = created == -Errno.Invalid ? ProgramAttachment.Attach(cgroup, program, type, AllowMultiple) : created;
        if (result >= 0)
        {
            return request.Keep(new Link
            {
                Undo = LinkUndo.CgroupDetach,
                Fd = Link.NotOpen,
                Target = cgroup,
                AttachType = type,
                ProgramFd = program,
            });
        }
        Syscall.Close(cgroup);
        return result == -Errno.BadDescriptor ? new Fault(FaultCode.CgroupMissing, 0, -result) : AttachRequest.Refused(result);
    }
}
