// BPF_PROG_ATTACH, BPF_PROG_DETACH, BPF_PROG_QUERY, BPF_OBJ_GET_INFO_BY_FD: how programs were attached before BPF links.

using Corewright.Bpf.Kernel;

namespace Corewright.Bpf.Links;

/// <summary>Attachments that last until they are undone, or until what they are attached to is gone.</summary>
internal static unsafe class ProgramAttachment
{
    /// <summary>Attaches a program.</summary>
    /// <param name="target">A cgroup, a map; 0 where the kernel knows what is meant.</param>
    /// <param name="program">The program's descriptor.</param>
    /// <param name="type">The BPF_ attach type.</param>
    /// <param name="flags">BPF_F_ flags.</param>
    /// <returns>0, or a negated errno.</returns>
    public static int Attach(int target, int program, uint type, uint flags)
    {
        ProgramAttachAttributes attributes = default;
        attributes.TargetFd = target;
        attributes.ProgramFd = program;
        attributes.AttachType = type;
        attributes.Flags = flags;
        return BpfCall.Attach(&attributes);
    }

    /// <summary>Detaches a program, and no other.</summary>
    /// <param name="target">As for <see cref="Attach"/>.</param>
    /// <param name="program">The program's descriptor.</param>
    /// <param name="type">The BPF_ attach type.</param>
    public static void Detach(int target, int program, uint type)
    {
        ProgramAttachAttributes attributes = default;
        attributes.TargetFd = target;
        attributes.ProgramFd = program;
        attributes.AttachType = type;
        BpfCall.Detach(&attributes);
    }

    /// <summary>Whether the kernel knows an attach type of interfaces.</summary>
    /// <param name="index">The interface's number.</param>
    /// <param name="type">The BPF_ attach type.</param>
    public static bool IsKnown(int index, uint type)
    {
        ProgramQueryAttributes attributes = default;
        attributes.Target = (uint)index;
        attributes.AttachType = type;
        return BpfCall.Query(&attributes) != -Errno.Invalid;
    }

    /// <summary>The number by which the kernel shows a program.</summary>
    /// <param name="program">Its descriptor.</param>
    /// <returns>0 where it can't be told.</returns>
    public static uint ProgramId(int program)
    {
        // struct bpf_prog_info: type, id.
        uint* info = stackalloc uint[2];
        info[0] = 0;
        info[1] = 0;
        return BpfCall.ObjectInfo(program, info, 2 * sizeof(uint)) < 0 ? 0 : info[1];
    }
}
