// signalfd(2), epoll(7).

using System;
using Corewright.Bpf.Kernel;

namespace Corewright.BpfRun.Processes;

/// <summary>Waits for a signal to stop, for the end of the command, or for the time to be up.</summary>
internal unsafe struct Signals : IDisposable
{
    /// <summary>The time was up.</summary>
    public const int TimeUp = 0;

    /// <summary>SIGCHLD.</summary>
    public const int Child = 17;

    /// <summary>SIGTERM.</summary>
    public const int Terminate = 15;

    /// <summary>SIGKILL.</summary>
    public const int Kill = 9;

    private const int Interrupt = 2;
    private const int BrokenPipe = 13;
    private const int Block = 0;
    private const int SetBytes = 8;
    private const int CloseOnExec = 0x80000;
    private const int AddDescriptor = 1;
    private const uint Readable = 1;
    private const int Milliseconds = 1000;

    // struct signalfd_siginfo of include/uapi/linux/signalfd.h; the signal comes first.
    private const int InformationBytes = 128;

    private int _signals;
    private int _epoll;

    /// <summary>The signals that were blocked before.</summary>
    public ulong Before;

    /// <summary>
    /// From here on SIGINT, SIGTERM and SIGCHLD wait to be read, so that one that comes while attaching isn't lost.
    /// </summary>
    public static Signals Hold()
    {
        Signals held = default;
        ulong read = Bit(Interrupt) | Bit(Terminate) | Bit(Child);
        ulong blocked = read | Bit(BrokenPipe);
        ulong before = 0;
        Syscall.Invoke(SyscallNumber.RtSigprocmask, Block, (nint)(&blocked), (nint)(&before), SetBytes);
        held.Before = before;
        held._signals = (int)Syscall.Invoke(SyscallNumber.Signalfd4, -1, (nint)(&read), SetBytes, CloseOnExec);
        held._epoll = (int)Syscall.Invoke(SyscallNumber.EpollCreate1, CloseOnExec);
        byte* buffer = stackalloc byte[EpollEvent.MaxSize];
        EpollEvent.Write(new Span<byte>(buffer, EpollEvent.MaxSize), Readable, 0);
        Syscall.Invoke(SyscallNumber.EpollCtl, held._epoll, AddDescriptor, held._signals, (nint)buffer);
        return held;
    }

    /// <summary>Waits.</summary>
    /// <param name="seconds">How long at most; 0 for as long as it takes.</param>
    /// <returns>The signal; <see cref="TimeUp"/>; or a negated errno.</returns>
    public readonly int Wait(uint seconds)
    {
        byte* buffer = stackalloc byte[InformationBytes];
        int timeout = seconds == 0 ? -1 : (int)Math.Min(seconds, int.MaxValue / Milliseconds) * Milliseconds;
        int count;
        do
            count = (int)Syscall.Invoke(SyscallNumber.EpollPwait, _epoll, (nint)buffer, 1, timeout, 0, SetBytes);
        while (count == -Errno.Interrupted);
        if (count <= 0)
            return count;
        nint read = Syscall.Read(_signals, new Span<byte>(buffer, InformationBytes));
        return read < InformationBytes ? (int)Math.Min(read, -1) : *(int*)buffer;
    }

    /// <summary>Closes what it opened; the signals stay held.</summary>
    public void Dispose()
    {
        if (_signals >= 0)
            Syscall.Close(_signals);
        if (_epoll >= 0)
            Syscall.Close(_epoll);
        _signals = -1;
        _epoll = -1;
    }

    private static ulong Bit(int signal) => 1UL << (signal - 1);
}
