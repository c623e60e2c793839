using System;
using Corewright.Bpf;
using Corewright.Bpf.Async;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Ring;
using Corewright.Loader.Logging;
using Corewright.Loader.Output;

namespace Corewright.Loader.Events;

/// <summary>Prints events as they come, until a signal, the time or a broken output ends it. Allocates nothing once it runs.</summary>
internal sealed class EventStream : IDisposable
{
    // So that a flood of events can't keep a signal waiting; what is left makes the next wait return at once.
    private const uint MaxBatchBytes = 256 << 10;

    private readonly EventLoop _loop = new();
    private readonly ProgramSink _sink;
    private readonly LostEvents _lost;
    private readonly Utf8Writer _output;
    private RingStream? _ring;
    private RingStream? _log;
    private LogPrinter? _logPrinter;
    private Fault _fault;
    private int _signals = -1;
    private int _timer = -1;
    private int _ticks = -1;

    /// <summary>A stream that isn't open.</summary>
    /// <param name="sink">Takes each sample.</param>
    /// <param name="lost">Tells how many samples found no room.</param>
    /// <param name="output">Flushed after each batch. Where it is a pipe, the stream ends when nobody can read it any more.</param>
    public EventStream(ProgramSink sink, LostEvents lost, Utf8Writer output)
    {
        _sink = sink;
        _lost = lost;
        _output = output;
    }

    /// <summary>Opens what ends the stream.</summary>
    /// <param name="durationSeconds">After how long to stop; 0 for never.</param>
    /// <param name="log">Standard error; neither it nor the output is waited for much longer than that.</param>
    /// <returns><see cref="FaultCode.EventsUnreadable"/> with the kernel's errno.</returns>
    public Fault Open(uint durationSeconds, Utf8Writer log)
    {
        int result = _loop.Open();
        if (result >= 0)
            result = StopAt(_signals = StopSignals.OpenSignals());
        if (result >= 0 && durationSeconds != 0)
            result = StopAt(_timer = Timer.Open(durationSeconds * 1000UL, repeated: false));
        if (result >= 0)
        {
            _output.GiveUpAfter(_signals, _timer);
            log.GiveUpAfter(_signals, _timer);
        }
        // Such a pipe is never readable, but tells of its error unasked.
        if (result >= 0 && _output.PipeFd >= 0)
            result = StopAt(_output.PipeFd);
        if (result >= 0 && _sink.TickMilliseconds != 0)
            result = TickAt(_ticks = Timer.Open(_sink.TickMilliseconds, repeated: true));
        return Unreadable(result);
    }

    /// <summary>Reads from a ring buffer.</summary>
    /// <param name="fd">The map.</param>
    /// <param name="size">Its size in bytes.</param>
    /// <param name="counterBytes">The kernel's size of <c>unsigned long</c>.</param>
    /// <returns><see cref="FaultCode.EventsUnreadable"/> with the kernel's errno.</returns>
    public Fault Read(int fd, uint size, int counterBytes) =>
        Unreadable(RingStream.Open(_loop, fd, size, counterBytes, out _ring));

    /// <summary>Reads from a ring in memory, with a descriptor that tells when.</summary>
    internal Fault Read(int fd, in RingReader reader)
    {
        int result = _loop.Add(fd, out EventSource source);
        _ring = RingStream.Over(reader, source);
        return Unreadable(result);
    }

    /// <summary>Reads what programs log, from a ring buffer of its own.</summary>
    /// <param name="fd">The map.</param>
    /// <param name="size">Its size in bytes.</param>
    /// <param name="counterBytes">The kernel's size of <c>unsigned long</c>.</param>
    /// <param name="printer">Prints it.</param>
    /// <returns><see cref="FaultCode.EventsUnreadable"/> with the kernel's errno.</returns>
    public Fault ReadLog(int fd, uint size, int counterBytes, LogPrinter printer)
    {
        _logPrinter = printer;
        return Unreadable(RingStream.Open(_loop, fd, size, counterBytes, out _log));
    }

    /// <summary>Begins to wait; what was open for that is all that is needed from here on, memory too.</summary>
    public void Begin()
    {
        if (_ring is not null)
            _ = ReadOn(_ring);
        if (Features.Logging && _log is not null)
            _ = ReadLogOn(_log);
    }

    /// <summary>Prints events until it is told to stop, then those that are still in the ring.</summary>
    /// <returns>
    /// <see cref="FaultCode.EventsDamaged"/> or <see cref="FaultCode.EventsUnreadable"/>; none when stopped, or when nobody reads
    /// the output any more (ask its <see cref="Utf8Writer.Errno"/>).
    /// </returns>
    public Fault Run()
    {
        int result = _loop.Run();
        // Programs may still write, so not more than a ring holds at once.
        if (_ring is not null)
            Drain(_ring, Math.Max(_ring.Reader.Size, MaxBatchBytes));
        if (Features.Logging && _log is not null)
            DrainLog(_log, Math.Max(_log.Reader.Size, MaxBatchBytes));
        return _fault.Failed ? _fault : Unreadable(result);
    }

    /// <summary>Closes what it opened.</summary>
    public void Dispose()
    {
        Close(ref _ticks);
        Close(ref _timer);
        Close(ref _signals);
        _ring?.Dispose();
        _log?.Dispose();
        _loop.Dispose();
    }

    private int StopAt(int fd)
    {
        if (fd < 0)
            return fd;
        int result = _loop.Add(fd, out EventSource source);
        if (result >= 0)
            _ = StopAt(source);
        return result;
    }

    private async Job StopAt(EventSource source)
    {
        await source;
        _loop.Stop();
    }

    private int TickAt(int fd)
    {
        if (fd < 0)
            return fd;
        int result = _loop.Add(fd, out EventSource source);
        if (result >= 0)
            _ = TickAt(source);
        return result;
    }

    private async Job TickAt(EventSource source)
    {
        while (true)
        {
            await source;
            Timer.Acknowledge(source.Fd);
            _sink.Tick();
            _output.Flush();
            if (_output.Errno != 0)
                _loop.Stop();
        }
    }

    private async Job ReadOn(RingStream ring)
    {
        while (true)
        {
            await ring;
            Drain(ring, MaxBatchBytes);
            if (_fault.Failed || _output.Errno != 0)
                _loop.Stop();
        }
    }

    private void Drain(RingStream ring, uint mostBytes)
    {
        ref RingReader reader = ref ring.Reader;
        var handler = new SinkSamples(_sink, _output);
        reader.Drain(ref handler, mostBytes);
        _output.Flush();
        _lost.Report();
        if (reader.Damaged)
            _fault = new Fault(FaultCode.EventsDamaged, 0, 0, FaultStage.ReadEvents);
    }

    private async Job ReadLogOn(RingStream ring)
    {
        while (true)
        {
            await ring;
            DrainLog(ring, MaxBatchBytes);
            if (_fault.Failed)
                _loop.Stop();
        }
    }

    private void DrainLog(RingStream ring, uint mostBytes)
    {
        var handler = new LoggedSamples(_logPrinter!);
        ring.Reader.Drain(ref handler, mostBytes);
        if (ring.Reader.Damaged)
            _fault = new Fault(FaultCode.EventsDamaged, 0, 0, FaultStage.ReadEvents);
    }

    private static Fault Unreadable(int result) =>
        result < 0 ? new Fault(FaultCode.EventsUnreadable, 0, -result, FaultStage.ReadEvents) : Fault.None;

    private static void Close(ref int fd)
    {
        if (fd >= 0)
            Syscall.Close(fd);
        fd = -1;
    }
}
