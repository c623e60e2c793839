using Corewright.Bpf.Kernel;
using Corewright.Bpf.Programs;

namespace Corewright.Bpf.Links;

/// <summary>Attaches programs to tracepoints, for all processes and processors.</summary>
internal static class TracepointAttacher
{
    /// <summary>Attaches to <see cref="AttachRequest.Target"/>: <c>category/name</c>.</summary>
    /// <returns>
    /// <see cref="FaultCode.TracefsNotMounted"/>, <see cref="FaultCode.TracepointMissing"/>, <see cref="FaultCode.AttachRefused"/>.
    /// </returns>
    public static Fault Attach(scoped ref AttachRequest request)
    {
        int id = ProgramSection.IsTracepoint(request.Target) ? Tracefs.FindTracepoint(request.Target) : -Errno.NoEntry;
        if (id == Tracefs.NotMounted)
            return new Fault(FaultCode.TracefsNotMounted, request.Index, 0, FaultStage.Attach);
        if (id == -Errno.NoEntry)
            return new Fault(FaultCode.TracepointMissing, request.Index, Errno.NoEntry, FaultStage.Attach);
        if (id < 0)
            return AttachRequest.Refused(id);
        PerfEventAttributes attributes = default;
        attributes.Type = PerfEventAttributes.Tracepoint;
        attributes.Config = (ulong)id;
        attributes.SamplePeriod = 1;
        // A tracepoint's BPF program runs on every processor, whichever one the event was opened on.
        int perfEvent = PerfEvent.Open(ref attributes, PerfEvent.Any, processor: 0);
        return perfEvent < 0 ? AttachRequest.Refused(perfEvent) : PerfEvent.Attach(ref request, perfEvent);
    }
}
