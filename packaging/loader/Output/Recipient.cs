// inode(7), proc_pid_fd(5), send(2), epoll(7).

using System;
using Corewright.Bpf.Kernel;

namespace Corewright.Loader.Output;

/// <summary>
/// What a descriptor leads to, written to without ever being stuck there: once the stream is told to stop, a reader that takes nothing
/// is not waited for much longer. The flags of the descriptor itself stay as they are, since others may write to the same.
/// </summary>
internal unsafe struct Recipient
{
    // A reader that is only slow takes something in this time.
    private const int PatienceMilliseconds = 2000;

    private const int Pipe = 0x1000;
    private const int Socket = 0xC000;
    private const int CurrentFolder = -100;
    private const int WriteOnlyNoTerminalNonBlockingCloseOnExec = 1 | 0x100 | 0x800 | 0x80000;
    private const int DontWaitNoSignal = 0x40 | 0x4000;
    private const int CloseOnExec = 0x80000;
    private const int Add = 1;
    private const int Remove = 2;
    private const uint Readable = 1;
    private const uint Writable = 4;
    private const int SignalSetBytes = 8;

    private readonly bool _isSocket;
    private readonly int _signals;
    private readonly int _timer;

    /// <summary>Writes as the descriptor does: where that blocks, until somebody reads.</summary>
    /// <param name="fd">The descriptor.</param>
    public Recipient(int fd)
    {
        Fd = fd;
        PipeFd = _signals = _timer = -1;
    }

    /// <summary>Does not block longer than until it is told to stop, and a little longer.</summary>
    /// <param name="fd">The descriptor.</param>
    /// <param name="signals">Becomes readable by a signal to stop.</param>
    /// <param name="timer">Becomes readable when the time is up; -1 for none.</param>
    public Recipient(int fd, int signals, int timer)
    {
        Fd = fd;
        _signals = signals;
        _timer = timer;
        int kind = KernelFile.Kind(fd);
        _isSocket = kind == Socket;
        PipeFd = -1;
        if (kind != Pipe && !Descriptor.IsTerminal(fd))
            return;
        // A description of its own, whose flags nobody else has.
        byte* text = stackalloc byte[32];
        new Utf8Writer(text, 32, Utf8Writer.MemoryOnly).Text("/proc/self/fd/"u8).Decimal((uint)fd).Byte(0);
        int own = (int)Syscall.Invoke(SyscallNumber.Openat, CurrentFolder, (nint)text, WriteOnlyNoTerminalNonBlockingCloseOnExec);
        if (own < 0)
            return;
        Fd = own;
        if (kind == Pipe)
            PipeFd = own;
    }

    /// <summary>Where bytes go.</summary>
    public int Fd { get; }

    /// <summary>A pipe's descriptor, which epoll has an error of when nobody can read any more; -1 where it is no pipe.</summary>
    public int PipeFd { get; }

    /// <summary>Writes.</summary>
    /// <returns>Bytes written, or a negated errno.</returns>
    public readonly int Write(ReadOnlySpan<byte> bytes)
    {
        if (!_isSocket)
            return (int)Syscall.Write(Fd, bytes);
        fixed (byte* start = bytes)
            return (int)Syscall.Invoke(SyscallNumber.Sendto, Fd, (nint)start, bytes.Length, DontWaitNoSignal, 0, 0);
    }

    /// <summary>Waits until it takes bytes again.</summary>
    /// <returns>0; <see cref="Errno.TimedOut"/> after being told to stop.</returns>
    public readonly int Wait()
    {
        int epoll = (int)Syscall.Invoke(SyscallNumber.EpollCreate1, CloseOnExec);
        if (epoll < 0)
            return -epoll;
        Watch(epoll, Fd, Writable);
        bool isTold = _signals >= 0 && (!Watch(epoll, _signals, Readable) | (_timer >= 0 && !Watch(epoll, _timer, Readable)));
        byte* buffer = stackalloc byte[EpollEvent.MaxSize];
        int result = Errno.Interrupted;
        while (result == Errno.Interrupted)
        {
            int count = (int)Syscall.Invoke(
                SyscallNumber.EpollPwait, epoll, (nint)buffer, 1, isTold ? PatienceMilliseconds : -1, 0, SignalSetBytes);
            int ready = count == 1 ? (int)EpollEvent.ReadData(new ReadOnlySpan<byte>(buffer, EpollEvent.Size)) : Fd;
            result = count == 0 ? Errno.TimedOut : Math.Max(-count, 0);
            if (ready == Fd)
                continue;
            isTold = true;
            Syscall.Invoke(SyscallNumber.EpollCtl, epoll, Remove, ready);
            result = Errno.Interrupted;
        }
        Syscall.Close(epoll);
        return result;
    }

    private static bool Watch(int epoll, int fd, uint events)
    {
        byte* buffer = stackalloc byte[EpollEvent.MaxSize];
        EpollEvent.Write(new Span<byte>(buffer, EpollEvent.MaxSize), events, (ulong)fd);
        return Syscall.Invoke(SyscallNumber.EpollCtl, epoll, Add, fd, (nint)buffer) == 0;
    }
}
