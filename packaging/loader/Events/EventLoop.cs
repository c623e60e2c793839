// epoll(7), signalfd(2), timerfd_create(2).

using System;
using Corewright.Bpf;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Ring;
using Corewright.Loader.Output;

namespace Corewright.Loader.Events;

/// <summary>Waits for events, for a signal to stop, and for the time to be up. Allocates nothing.</summary>
internal unsafe struct EventLoop : IDisposable
{
    private const int CloseOnExec = 0x80000;
    private const int AddDescriptor = 1;
    private const uint Readable = 1;
    private const int Monotonic = 1;
    private const int SignalSetBytes = 8;
    private const int BlockSignals = 0;
    private const int Forever = -1;

    // So that a flood of events can't keep a signal waiting; what is left makes the next wait return at once.
    private const uint MaxBatchBytes = 256 << 10;

    private const ulong Interrupt = 1UL << (2 - 1);
    private const ulong BrokenPipe = 1UL << (13 - 1);
    private const ulong Terminate = 1UL << (15 - 1);

    private int _epoll;
    private int _ring;
    private int _signals;
    private int _timer;

    /// <summary>A loop that isn't open: disposing it does nothing.</summary>
    public static EventLoop Closed => new() { _epoll = -1, _ring = -1, _signals = -1, _timer = -1 };

    /// <summary>
    /// From here on SIGINT and SIGTERM wait to be read by <see cref="Open"/>'s loop, so that one that comes while attaching isn't
    /// lost, and a broken pipe is an error number.
    /// </summary>
    public static void HoldSignals()
    {
        ulong set = Interrupt | Terminate | BrokenPipe;
        Syscall.Invoke(SyscallNumber.RtSigprocmask, BlockSignals, (nint)(&set), 0, SignalSetBytes);
    }

    /// <summary>Sets the loop up.</summary>
    /// <param name="ring">The ring buffer's map.</param>
    /// <param name="durationSeconds">After how long to stop; 0 for never.</param>
    /// <param name="loop">The loop, to be disposed, also on failure.</param>
    /// <returns><see cref="FaultCode.EventsUnreadable"/> with the kernel's errno.</returns>
    public static Fault Open(int ring, uint durationSeconds, out EventLoop loop)
    {
        loop = Closed;
        loop._ring = ring;
        ulong set = Interrupt | Terminate;
        loop._signals = (int)Syscall.Invoke(SyscallNumber.Signalfd4, -1, (nint)(&set), SignalSetBytes, CloseOnExec);
        loop._epoll = (int)Syscall.Invoke(SyscallNumber.EpollCreate1, CloseOnExec);
        int result = Math.Min(loop._signals, loop._epoll);
        if (result >= 0 && durationSeconds != 0)
            result = loop.StartTimer(durationSeconds);
        if (result >= 0)
            result = loop.Watch(ring);
        if (result >= 0)
            result = loop.Watch(loop._signals);
        return result < 0 ? new Fault(FaultCode.EventsUnreadable, 0, -result, FaultStage.ReadEvents) : Fault.None;
    }

    /// <summary>Prints events until it is told to stop, then those that are still in the ring.</summary>
    /// <param name="reader">The ring buffer.</param>
    /// <param name="printer">Prints each sample.</param>
    /// <param name="output">Flushed after each batch.</param>
    /// <returns>
    /// <see cref="FaultCode.EventsDamaged"/> or <see cref="FaultCode.EventsUnreadable"/>; none when stopped, or when nobody reads
    /// the output any more (ask its <see cref="Utf8Writer.Errno"/>).
    /// </returns>
    public readonly Fault Run(ref RingReader reader, EventPrinter printer, Utf8Writer output)
    {
        var handler = new PrintedSamples(printer, output);
        bool stop = false;
        while (!stop && output.Errno == 0)
        {
            Fault fault = Wait(out stop);
            if (fault.Failed)
                return fault;
            reader.Drain(ref handler, MaxBatchBytes);
            output.Flush();
            if (reader.Damaged)
                return new Fault(FaultCode.EventsDamaged, 0, 0, FaultStage.ReadEvents);
        }
        return Fault.None;
    }

    /// <summary>Closes what it opened.</summary>
    public void Dispose()
    {
        Close(_timer);
        Close(_signals);
        Close(_epoll);
        _timer = -1;
        _signals = -1;
        _epoll = -1;
    }

    private readonly Fault Wait(out bool stop)
    {
        stop = false;
        byte* buffer = stackalloc byte[EpollEvent.MaxSize];
        int count = (int)Syscall.Invoke(SyscallNumber.EpollPwait, _epoll, (nint)buffer, 1, Forever, 0, SignalSetBytes);
        if (count < 0 && count != -Errno.Interrupted)
            return new Fault(FaultCode.EventsUnreadable, 0, -count, FaultStage.ReadEvents);
        if (count > 0)
            stop = (int)EpollEvent.ReadData(new ReadOnlySpan<byte>(buffer, EpollEvent.MaxSize)) != _ring;
        return Fault.None;
    }

    private int StartTimer(uint seconds)
    {
        _timer = (int)Syscall.Invoke(SyscallNumber.TimerfdCreate, Monotonic, CloseOnExec);
        if (_timer < 0)
            return _timer;
        // struct __kernel_itimerspec: interval, then the first expiry; seconds and nanoseconds of 64 bits each.
        ulong* specification = stackalloc ulong[4];
        specification[0] = 0;
        specification[1] = 0;
        specification[2] = seconds;
        specification[3] = 0;
        int result = (int)Syscall.Invoke(SyscallNumber.TimerfdSettime, _timer, 0, (nint)specification);
        return result < 0 ? result : Watch(_timer);
    }

    private readonly int Watch(int fd)
    {
        byte* buffer = stackalloc byte[EpollEvent.MaxSize];
        EpollEvent.Write(new Span<byte>(buffer, EpollEvent.MaxSize), Readable, (ulong)fd);
        return (int)Syscall.Invoke(SyscallNumber.EpollCtl, _epoll, AddDescriptor, fd, (nint)buffer);
    }

    private static void Close(int fd)
    {
        if (fd >= 0)
            Syscall.Close(fd);
    }
}
