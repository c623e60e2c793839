// ioctl_tty(2), epoll(7).

using System;
using Corewright.Bpf.Kernel;

namespace Corewright.Loader.Output;

/// <summary>Questions about open file descriptors.</summary>
internal static unsafe class Descriptor
{
    public const int StandardOutput = 1;
    public const int StandardError = 2;

    // TCGETS of include/uapi/asm-generic/ioctls.h; struct termios is smaller than this.
    private const int GetTerminalAttributes = 0x5401;
    private const int TerminalAttributeBytes = 128;

    private const int CloseOnExec = 0x80000;
    private const int Add = 1;
    private const uint Writable = 4;

    /// <summary>Whether a descriptor is a terminal.</summary>
    public static bool IsTerminal(int fd)
    {
        byte* attributes = stackalloc byte[TerminalAttributeBytes];
        return Syscall.Invoke(SyscallNumber.Ioctl, fd, GetTerminalAttributes, (nint)attributes) == 0;
    }

    /// <summary>Waits until a pipe or terminal that doesn't block takes bytes again.</summary>
    public static void WaitWritable(int fd)
    {
        int epoll = (int)Syscall.Invoke(SyscallNumber.EpollCreate1, CloseOnExec);
        if (epoll < 0)
            return;
        byte* buffer = stackalloc byte[EpollEvent.MaxSize];
        EpollEvent.Write(new Span<byte>(buffer, EpollEvent.MaxSize), Writable, 0);
        if (Syscall.Invoke(SyscallNumber.EpollCtl, epoll, Add, fd, (nint)buffer) == 0)
            Syscall.Invoke(SyscallNumber.EpollPwait, epoll, (nint)buffer, 1, -1);
        Syscall.Close(epoll);
    }
}
