// timerfd_create(2).

using System;
using Corewright.Bpf.Kernel;

namespace Corewright.Loader.Events;

/// <summary>Time that has passed, as a descriptor that becomes readable.</summary>
internal static unsafe class Timer
{
    private const int CloseOnExec = 0x80000;
    private const int NonBlocking = 0x800;
    private const int Monotonic = 1;
    private const ulong NanosecondsPerMillisecond = 1_000_000;

    /// <summary>Starts one.</summary>
    /// <param name="milliseconds">How long it takes, more than 0.</param>
    /// <param name="repeated">Whether it starts again by itself.</param>
    /// <returns>A descriptor that becomes readable when the time is up, or a negated errno.</returns>
    public static int Open(ulong milliseconds, bool repeated)
    {
        int timer = (int)Syscall.Invoke(SyscallNumber.TimerfdCreate, Monotonic, CloseOnExec | NonBlocking);
        if (timer < 0)
            return timer;
        // struct __kernel_itimerspec: interval, then the first expiry; seconds and nanoseconds of 64 bits each.
        ulong* specification = stackalloc ulong[4];
        specification[2] = milliseconds / 1000;
        specification[3] = milliseconds % 1000 * NanosecondsPerMillisecond;
        specification[0] = repeated ? specification[2] : 0;
        specification[1] = repeated ? specification[3] : 0;
        int result = (int)Syscall.Invoke(SyscallNumber.TimerfdSettime, timer, 0, (nint)specification);
        if (result >= 0)
            return timer;
        Syscall.Close(timer);
        return result;
    }

    /// <summary>Makes a repeated one unreadable until the time is up again.</summary>
    public static void Acknowledge(int timer)
    {
        ulong expirations;
        Syscall.Read(timer, new Span<byte>(&expirations, sizeof(ulong)));
    }
}
