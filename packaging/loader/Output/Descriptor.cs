// ioctl_tty(2).

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

    /// <summary>Whether a descriptor is a terminal.</summary>
    public static bool IsTerminal(int fd)
    {
        byte* attributes = stackalloc byte[TerminalAttributeBytes];
        return Syscall.Invoke(SyscallNumber.Ioctl, fd, GetTerminalAttributes, (nint)attributes) == 0;
    }
}
