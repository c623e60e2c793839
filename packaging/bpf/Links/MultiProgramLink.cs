// BPF_LINK_CREATE with BPF_TCX_… since v6.6, BPF_NETKIT_… since v6.7.

using System;
using Corewright.Bpf.Kernel;

namespace Corewright.Bpf.Links;

/// <summary>Creates links of hooks that have many programs in an order.</summary>
internal static unsafe class MultiProgramLink
{
    private const int LongestPath = 256;

    /// <summary>Creates a link.</summary>
    /// <param name="program">The program's descriptor.</param>
    /// <param name="index">The interface's number.</param>
    /// <param name="type">The BPF_ attach type.</param>
    /// <param name="position">Where among the others.</param>
    /// <param name="fault">What went wrong; not set where the kernel doesn't know the attach type at all.</param>
    /// <returns>The link, or a negated errno.</returns>
    public static int Create(int program, int index, uint type, scoped in MultiProgramPosition position, out Fault fault)
    {
        fault = Fault.None;
        LinkCreateAttributes attributes = default;
        attributes.ProgramFd = program;
        attributes.TargetFd = index;
        attributes.AttachType = type;
        attributes.Flags = position.Flags;
        attributes.Relative = position.RelativeId;
        attributes.ExpectedRevision = position.Revision;
        int other = Link.NotOpen;
        if (position.RelativePath.Length != 0)
        {
            other = OpenPinned(position.RelativePath);
            if (other < 0)
            {
                fault = new Fault(FaultCode.RelativeMissing, 0, -other);
                return other;
            }
            attributes.Relative = (uint)other;
        }
        int created = BpfCall.CreateLink(&attributes);
        if (other >= 0)
            Syscall.Close(other);
        if (created >= 0)
            return created;
        if (created == -Errno.NoEntry && position.Flags != 0)
            fault = new Fault(FaultCode.RelativeMissing, 0, -created);
        else if (created == -Errno.Stale)
            fault = new Fault(FaultCode.RevisionChanged, 0, -created);
        else if (created != -Errno.Invalid || ProgramAttachment.IsKnown(index, type))
            fault = AttachRequest.Refused(created);
        return created;
    }

    private static int OpenPinned(ReadOnlySpan<byte> path)
    {
        Span<byte> terminated = stackalloc byte[LongestPath];
        terminated.Clear();
        if (path.Length >= LongestPath)
            return -Errno.NoEntry;
        path.CopyTo(terminated);
        fixed (byte* start = terminated)
        {
            ObjectPinAttributes attributes = default;
            attributes.Path = (ulong)start;
            return BpfCall.OpenPinned(&attributes);
        }
    }
}
