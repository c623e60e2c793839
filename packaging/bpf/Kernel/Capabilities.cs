// capabilities(7), capget(2)

namespace Corewright.Bpf.Kernel;

/// <summary>The capabilities of this process.</summary>
public static unsafe class Capabilities
{
    // _LINUX_CAPABILITY_VERSION_3 of include/uapi/linux/capability.h, and its three sets of two 32-bit words.
    private const uint Version3 = 0x20080522;
    private const int Words = 6;

    /// <summary>CAP_DAC_READ_SEARCH: to read files and folders of other users.</summary>
    public const ulong ReadSearch = 1UL << 2;

    /// <summary>CAP_SYS_PTRACE: to look into other users' processes.</summary>
    public const ulong Trace = 1UL << 19;

    /// <summary>CAP_SYSLOG: to see addresses of the kernel's functions.</summary>
    public const ulong SystemLog = 1UL << 34;

    /// <summary>CAP_BPF (5.8): to read and change maps by system calls.</summary>
    public const ulong Bpf = 1UL << 39;

    /// <summary>
    /// Gives up capabilities, for as long as this process does not become another program. What it has open stays open.
    /// </summary>
    /// <param name="kept">
    /// Those that are not given up, as a set of bits by their numbers; one that the process doesn't have, it doesn't get.
    /// </param>
    /// <returns>0, or a negated errno where a filter of system calls forbids it.</returns>
    public static int Keep(ulong kept)
    {
        uint* header = stackalloc uint[2];
        header[0] = Version3;
        header[1] = 0;
        // Effective, permitted and inheritable: each the lower words, then each the upper ones.
        uint* sets = stackalloc uint[Words];
        if (kept != 0 && Syscall.Invoke(SyscallNumber.Capget, (nint)header, (nint)sets) < 0)
            kept = 0;
        for (int i = 0; i < Words; i++)
            sets[i] = kept == 0 || i % 3 == 2 ? 0 : sets[i] & (uint)(i < 3 ? kept : kept >> 32);
        return (int)Syscall.Invoke(SyscallNumber.Capset, (nint)header, (nint)sets);
    }
}
