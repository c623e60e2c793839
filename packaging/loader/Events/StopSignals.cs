// signalfd(2), timerfd_create(2).

using Corewright.Bpf.Kernel;

namespace Corewright.Loader.Events;

/// <summary>What ends the stream of events, as descriptors that become readable: a signal, and the time.</summary>
internal static unsafe partial class StopSignals
{
    private const int CloseOnExec = 0x80000;
    private const int Monotonic = 1;
    private const int SignalSetBytes = 8;
    private const int BlockSignals = 0;
    private const ulong Interrupt = 1UL << (2 - 1);
    private const ulong BrokenPipe = 1UL << (13 - 1);
    private const ulong Terminate = 1UL << (15 - 1);

    /// <summary>
    /// From here on SIGINT and SIGTERM wait to be read from <see cref="OpenSignals"/>, so that one that comes while attaching isn't lost,
    /// and a broken pipe is an error number.
    /// </summary>
    public static void Hold()
    {
        ulong set = Interrupt | Terminate | BrokenPipe;
        Syscall.Invoke(SyscallNumber.RtSigprocmask, BlockSignals, (nint)(&set), 0, SignalSetBytes);
        HoldInOtherThreads();
    }

    // The mask above is this thread's own.
    static partial void HoldInOtherThreads();

    /// <summary>A descriptor that a signal to stop makes readable, or a negated errno.</summary>
    public static int OpenSignals()
    {
        ulong set = Interrupt | Terminate;
        return (int)Syscall.Invoke(SyscallNumber.Signalfd4, -1, (nint)(&set), SignalSetBytes, CloseOnExec);
    }

    /// <summary>A descriptor that becomes readable when the time is up, or a negated errno.</summary>
    /// <param name="seconds">How long that is, more than 0.</param>
    public static int OpenTimer(uint seconds)
    {
        int timer = (int)Syscall.Invoke(SyscallNumber.TimerfdCreate, Monotonic, CloseOnExec);
        if (timer < 0)
            return timer;
        // struct __kernel_itimerspec: interval, then the first expiry; seconds and nanoseconds of 64 bits each.
        ulong* specification = stackalloc ulong[4];
        specification[0] = 0;
        specification[1] = 0;
        specification[2] = seconds;
        specification[3] = 0;
        int result = (int)Syscall.Invoke(SyscallNumber.TimerfdSettime, timer, 0, (nint)specification);
        if (result >= 0)
            return timer;
        Syscall.Close(timer);
        return result;
    }
}
