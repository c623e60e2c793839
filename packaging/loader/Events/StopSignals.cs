// signalfd(2), sigaction(2).

using Corewright.Bpf.Kernel;

namespace Corewright.Loader.Events;

/// <summary>The signals that end the stream of events, as a descriptor that becomes readable.</summary>
internal static unsafe partial class StopSignals
{
    private const int CloseOnExec = 0x80000;
    private const int SignalSetBytes = 8;
    private const int BlockSignals = 0;
    private const int HangupNumber = 1;
    private const ulong Hangup = 1UL << (HangupNumber - 1);
    private const ulong Interrupt = 1UL << (2 - 1);
    private const ulong BrokenPipe = 1UL << (13 - 1);
    private const ulong Terminate = 1UL << (15 - 1);

    /// <summary>
    /// From here on SIGINT, SIGTERM, and SIGHUP of a terminal that goes away wait to be read from <see cref="OpenSignals"/>, so that one
    /// that comes while attaching isn't lost, and what is attached is detached. A broken pipe is an error number.
    /// </summary>
    public static void Hold()
    {
        ulong set = Stopping() | BrokenPipe;
        Syscall.Invoke(SyscallNumber.RtSigprocmask, BlockSignals, (nint)(&set), 0, SignalSetBytes);
        HoldInOtherThreads();
    }

    // The mask above is this thread's own.
    static partial void HoldInOtherThreads();

    // A signal that is held back comes even where nohup(1) has it ignored.
    private static ulong Stopping()
    {
        const int Ignore = 1, StructBytes = 64;
        byte* action = stackalloc byte[StructBytes];
        *(nint*)action = 0;
        // struct sigaction of include/linux/signal_types.h begins with the handler.
        Syscall.Invoke(SyscallNumber.RtSigaction, HangupNumber, 0, (nint)action, SignalSetBytes);
        return Interrupt | Terminate | (*(nint*)action == Ignore ? 0 : Hangup);
    }

    /// <summary>A descriptor that a signal to stop makes readable, or a negated errno.</summary>
    public static int OpenSignals()
    {
        ulong set = Stopping();
        return (int)Syscall.Invoke(SyscallNumber.Signalfd4, -1, (nint)(&set), SignalSetBytes, CloseOnExec);
    }
}
