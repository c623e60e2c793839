// perf_event_open(2); the events' names are perf-list(1)'s.

using System;
using Corewright.Bpf.Kernel;

namespace Corewright.Bpf.Links;

/// <summary>Attaches programs to counters of the processors and of the kernel, on all processors that run.</summary>
internal static class PerfEventAttacher
{
    /// <summary>
    /// Attaches to <see cref="AttachRequest.Target"/>: an event's name, as in <see cref="PerfEventName"/>; without one to the processors'
    /// clocks.
    /// </summary>
    /// <returns><see cref="FaultCode.PerfEventUnknown"/>, <see cref="FaultCode.PerfEventMissing"/>, <see cref="FaultCode.AttachRefused"/>.</returns>
    public static Fault Attach(scoped ref AttachRequest request)
    {
        if (!PerfEventName.TryParse(request.Target, out PerfEventAttributes attributes))
        {
            request.Say("give an event such as cpu-clock, cycles or page-faults, with @HERTZ or /COUNT behind it if need be"u8);
            return new Fault(FaultCode.PerfEventUnknown, 0, 0, FaultStage.Attach);
        }
        Span<byte> buffer = stackalloc byte[ProcessorList.BufferBytes];
        ProcessorList.Online(buffer, out ProcessorList processors);
        int attached = 0;
        while (processors.Next())
        {
            int perfEvent = Open(ref attributes, request.ProcessId, processors.Current);
            // It went offline meanwhile.
            if (perfEvent == -Errno.NoDevice)
                continue;
            if (perfEvent is -Errno.NoEntry or -Errno.NotSupported)
                return new Fault(FaultCode.PerfEventMissing, 0, -perfEvent, FaultStage.Attach);
            if (perfEvent < 0)
                return AttachRequest.Refused(perfEvent);
            Fault fault = PerfEvent.Attach(ref request, perfEvent);
            if (fault.Failed)
                return fault;
            attached++;
        }
        return attached == 0 ? AttachRequest.Refused(-Errno.NoDevice) : Fault.None;
    }

    // Cycles are counted by hardware that virtual machines and boards may lack; time, which is near enough, by the kernel.
    private static int Open(ref PerfEventAttributes attributes, int processId, int processor)
    {
        int perfEvent = PerfEvent.Open(ref attributes, processId, processor);
        if (perfEvent is not (-Errno.NoEntry or -Errno.NotSupported) || !PerfEventName.IsCycles(attributes))
            return perfEvent;
        PerfEventName.TryParse("cpu-clock"u8, out PerfEventAttributes clock);
        clock.SamplePeriod = attributes.SamplePeriod;
        clock.Flags = attributes.Flags;
        attributes = clock;
        return PerfEvent.Open(ref attributes, processId, processor);
    }
}
