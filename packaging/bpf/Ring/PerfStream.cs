// How the entry of a BPF_MAP_TYPE_PERF_EVENT_ARRAY is filled and mapped: perf_event_open(2), PERF_COUNT_SW_BPF_OUTPUT.

using System;
using Corewright.Bpf.Async;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Links;

namespace Corewright.Bpf.Ring;

/// <summary>
/// One processor's buffer of a perf event array (v4.3) in an <see cref="EventLoop"/>: <c>await</c> it, then read until there is nothing
/// more. An array needs one for each processor that is online.
/// </summary>
public sealed unsafe class PerfStream : IDisposable
{
    private const ulong BpfOutput = 10;
    private const ulong RawSample = 1 << 10;
    private const int ReadWrite = 1 | 2;
    private const int Shared = 1;

    private readonly EventSource _source;
    private readonly int _map;
    private readonly uint _processor;
    private readonly int _event;
    private readonly nint _mapping;
    private readonly nuint _mappedBytes;
    private MappedMemory _whole;
    private PerfReader _reader;

    private PerfStream(
        EventSource source, int map, uint processor, int perfEvent, nint mapping, uint pageBytes, uint dataBytes, MappedMemory whole)
    {
        _source = source;
        _map = map;
        _processor = processor;
        _event = perfEvent;
        _mapping = mapping;
        _mappedBytes = pageBytes + dataBytes;
        _whole = whole;
        _reader = new PerfReader((byte*)mapping, (byte*)mapping + pageBytes, dataBytes, whole.Start);
    }

    /// <summary>Where the samples are, and how many were lost. Read them in a method that isn't async.</summary>
    public ref PerfReader Reader => ref _reader;

    /// <summary>Opens a processor's buffer and puts it into the map. Allocates, so do it before memory is frozen.</summary>
    /// <param name="loop">Where.</param>
    /// <param name="map">The perf event array, which stays the caller's, and open until the stream is disposed.</param>
    /// <param name="processor">The processor, which is online.</param>
    /// <param name="pages">Pages of data: a power of two.</param>
    /// <param name="stream">The stream, to be disposed; null on failure.</param>
    /// <returns>0 or a negated errno: ENODEV for a processor that is offline.</returns>
    public static int Open(EventLoop loop, int map, int processor, int pages, out PerfStream? stream)
    {
        stream = null;
        PerfEventAttributes attributes = default;
        attributes.Type = PerfEventAttributes.Software;
        attributes.Config = BpfOutput;
        attributes.SampleType = RawSample;
        attributes.SamplePeriod = 1;
        attributes.WakeupEvents = 1;
        int perfEvent = PerfEvent.Open(ref attributes, PerfEvent.Any, processor);
        if (perfEvent < 0)
            return perfEvent;

        uint pageBytes = AuxiliaryVector.PageBytes();
        uint dataBytes = (uint)pages * pageBytes;
        nint mapping = Syscall.Map(pageBytes + dataBytes, ReadWrite, Shared, perfEvent, 0);
        MappedMemory whole = MappedMemory.Allocate(PerfReader.LongestRecord);
        int result = Syscall.IsError(mapping) ? (int)mapping : whole.IsEmpty ? -Errno.NoMemory : Enter(map, processor, perfEvent);
        EventSource? source = null;
        if (result >= 0)
            result = loop.Add(perfEvent, out source);
        if (result >= 0)
        {
            stream = new PerfStream(source!, map, (uint)processor, perfEvent, mapping, pageBytes, dataBytes, whole);
            return 0;
        }
        if (!Syscall.IsError(mapping))
            Syscall.Invoke(SyscallNumber.Munmap, mapping, (nint)(pageBytes + dataBytes));
        Syscall.Close(perfEvent);
        whole.Dispose();
        return result;
    }

    // From here on a program's output for the processor goes to the event.
    private static int Enter(int map, int processor, int perfEvent)
    {
        uint key = (uint)processor;
        uint value = (uint)perfEvent;
        MapElementAttributes attributes = default;
        attributes.MapFd = map;
        attributes.Key = (ulong)&key;
        attributes.Value = (ulong)&value;
        return BpfCall.UpdateElement(&attributes);
    }

    /// <summary>For <c>await</c>: until there are samples.</summary>
    public EventAwaiter GetAwaiter() => _source.GetAwaiter();

    /// <summary>
    /// Takes the event out of the map, or the map would keep it, and the mapping away. From here on a program's output for the
    /// processor finds nobody: ENOENT.
    /// </summary>
    public void Dispose()
    {
        uint key = _processor;
        MapElementAttributes attributes = default;
        attributes.MapFd = _map;
        attributes.Key = (ulong)&key;
        BpfCall.DeleteElement(&attributes);
        Syscall.Invoke(SyscallNumber.Munmap, _mapping, (nint)_mappedBytes);
        Syscall.Close(_event);
        _whole.Dispose();
    }
}
