// perf_event_open(2); BPF_LINK_CREATE with BPF_PERF_EVENT since v5.15, PERF_EVENT_IOC_SET_BPF before.

using System;
using System.Buffers.Binary;
using Corewright.Bpf.Kernel;

namespace Corewright.Bpf.Links;

/// <summary>A program attached to a tracepoint. Closing it, or the end of the process, detaches the program.</summary>
public unsafe struct TracepointLink : IDisposable
{
    // include/uapi/linux/perf_event.h
    private const uint TracepointType = 2;
    private const int AttributeBytes = 64;
    private const int AttributeSizeOffset = 4;
    private const int ConfigOffset = 8;
    private const int SamplePeriodOffset = 16;
    private const int CloseOnExec = 8;
    private const nint EnableRequest = 0x2400;
    private const nint SetBpfRequest = 0x40042408;

    // BPF_PERF_EVENT of enum bpf_attach_type
    private const uint PerfEventAttachType = 41;

    private int _event;
    private int _link;
    private bool _attached;

    /// <summary>Attaches a program to a tracepoint, for all processes and processors.</summary>
    /// <param name="program">The program's descriptor.</param>
    /// <param name="tracepoint">The tracepoint's number, from <see cref="Tracefs.FindTracepoint"/>.</param>
    /// <param name="link">The link, to be disposed.</param>
    /// <returns>0 or a negated errno.</returns>
    public static int Attach(int program, int tracepoint, out TracepointLink link)
    {
        link = default;
        int perfEvent = OpenEvent(tracepoint);
        if (perfEvent < 0)
            return perfEvent;

        LinkCreateAttributes attributes = default;
        attributes.ProgramFd = program;
        attributes.TargetFd = perfEvent;
        attributes.AttachType = PerfEventAttachType;
        int created = BpfCall.CreateLink(&attributes);
        int result = created >= 0 ? 0 : AttachThroughEvent(program, perfEvent);
        if (result < 0)
        {
            Syscall.Close(perfEvent);
            return result;
        }
        link._event = perfEvent;
        link._link = created;
        link._attached = true;
        return 0;
    }

    /// <summary>Detaches the program.</summary>
    public void Dispose()
    {
        if (!_attached)
            return;
        if (_link >= 0)
            Syscall.Close(_link);
        Syscall.Close(_event);
        _attached = false;
    }

    // A tracepoint's BPF program runs on every processor, whichever one the event was opened on.
    private static int OpenEvent(int tracepoint)
    {
        Span<byte> attributes = stackalloc byte[AttributeBytes];
        attributes.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(attributes, TracepointType);
        BinaryPrimitives.WriteUInt32LittleEndian(attributes[AttributeSizeOffset..], AttributeBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(attributes[ConfigOffset..], (ulong)tracepoint);
        BinaryPrimitives.WriteUInt64LittleEndian(attributes[SamplePeriodOffset..], 1);
        fixed (byte* start = attributes)
            return (int)Syscall.Invoke(SyscallNumber.PerfEventOpen, (nint)start, -1, 0, -1, CloseOnExec);
    }

    private static int AttachThroughEvent(int program, int perfEvent)
    {
        int result = (int)Syscall.Invoke(SyscallNumber.Ioctl, perfEvent, SetBpfRequest, program);
        return result < 0 ? result : (int)Syscall.Invoke(SyscallNumber.Ioctl, perfEvent, EnableRequest);
    }
}
