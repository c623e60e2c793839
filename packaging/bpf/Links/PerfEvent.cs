// perf_event_open(2); BPF_LINK_CREATE with BPF_PERF_EVENT since v5.15, PERF_EVENT_IOC_SET_BPF before.

using Corewright.Bpf.Kernel;
using Corewright.Bpf.Programs;

namespace Corewright.Bpf.Links;

/// <summary>Opens perf events and lets programs run on them.</summary>
internal static unsafe class PerfEvent
{
    /// <summary>For <c>perf_event_open</c>: any processor, any process.</summary>
    public const int Any = -1;

    private const int CloseOnExec = 8;
    private const nint EnableRequest = 0x2400;
    private const nint SetBpfRequest = 0x40042408;

    /// <summary>Opens an event.</summary>
    /// <param name="attributes">Which; their size is filled in.</param>
    /// <param name="processId">The process, or <see cref="Any"/>.</param>
    /// <param name="processor">The processor, or <see cref="Any"/> with a process.</param>
    /// <returns>The event, or a negated errno.</returns>
    public static int Open(ref PerfEventAttributes attributes, int processId, int processor)
    {
        attributes.Size = (uint)sizeof(PerfEventAttributes);
        fixed (PerfEventAttributes* start = &attributes)
            return (int)Syscall.Invoke(SyscallNumber.PerfEventOpen, (nint)start, processId, processor, -1, CloseOnExec);
    }

    /// <summary>Lets a program run on an event: as a link where the kernel has that, otherwise through the event itself.</summary>
    /// <param name="request">Which program; keeps the link.</param>
    /// <param name="perfEvent">The event; is closed on failure.</param>
    public static Fault Attach(scoped ref AttachRequest request, int perfEvent)
    {
        int program = request.Program.Fd;
        int link = request.WithoutLinks ? -Errno.Invalid : CreateLink(program, perfEvent, request.Cookie);
        int result = 0;
        if (link < 0)
        {
            if (request.Cookie != 0)
            {
                Syscall.Close(perfEvent);
                return AttachRequest.Missing(KernelFeature.PerfLink, link);
            }
            result = (int)Syscall.Invoke(SyscallNumber.Ioctl, perfEvent, SetBpfRequest, program);
        }
        // An event that was opened disabled starts here; for one that runs already this changes nothing.
        if (result >= 0)
            result = (int)Syscall.Invoke(SyscallNumber.Ioctl, perfEvent, EnableRequest);
        if (result >= 0)
            return request.Keep(Link.Closing(link < 0 ? Link.NotOpen : link, perfEvent));
        if (link >= 0)
            Syscall.Close(link);
        Syscall.Close(perfEvent);
        return AttachRequest.Refused(result);
    }

    private static int CreateLink(int program, int perfEvent, ulong cookie)
    {
        LinkCreateAttributes attributes = default;
        attributes.ProgramFd = program;
        attributes.TargetFd = perfEvent;
        attributes.AttachType = (uint)AttachType.PerfEvent;
        attributes.Cookie = cookie;
        return BpfCall.CreateLink(&attributes);
    }
}
