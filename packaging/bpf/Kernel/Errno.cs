// include/uapi/asm-generic/errno-base.h and errno.h: the same on the three architectures.

namespace Corewright.Bpf.Kernel;

/// <summary>The error numbers that the code asks about. System calls return them negated.</summary>
public static class Errno
{
    /// <summary>EPERM.</summary>
    public const int NotPermitted = 1;

    /// <summary>ENOENT.</summary>
    public const int NoEntry = 2;

    /// <summary>EINTR.</summary>
    public const int Interrupted = 4;

    /// <summary>E2BIG.</summary>
    public const int TooBig = 7;

    /// <summary>EBADF.</summary>
    public const int BadDescriptor = 9;

    /// <summary>EAGAIN.</summary>
    public const int TryAgain = 11;

    /// <summary>ENOMEM.</summary>
    public const int NoMemory = 12;

    /// <summary>EACCES.</summary>
    public const int AccessDenied = 13;

    /// <summary>EBUSY.</summary>
    public const int Busy = 16;

    /// <summary>EEXIST.</summary>
    public const int Exists = 17;

    /// <summary>ENODEV.</summary>
    public const int NoDevice = 19;

    /// <summary>EINVAL.</summary>
    public const int Invalid = 22;

    /// <summary>ENOSPC.</summary>
    public const int NoSpace = 28;

    /// <summary>EPIPE.</summary>
    public const int BrokenPipe = 32;

    /// <summary>ENOSYS.</summary>
    public const int NoSyscall = 38;

    /// <summary>EBADMSG.</summary>
    public const int BadMessage = 74;

    /// <summary>EMSGSIZE.</summary>
    public const int MessageTooLong = 90;

    /// <summary>ENOTSUPP of include/linux/errno.h: the kernel's own, which bpf(2) lets out, such as where a map's type lacks a command.</summary>
    public const int NotSupportedInKernel = 524;

    /// <summary>EOPNOTSUPP.</summary>
    public const int NotSupported = 95;

    /// <summary>ETIMEDOUT.</summary>
    public const int TimedOut = 110;

    /// <summary>ESTALE.</summary>
    public const int Stale = 116;
}
