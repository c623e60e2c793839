// capabilities(7), capget(2)

namespace Corewright.Bpf.Kernel;

/// <summary>The capabilities of this process.</summary>
public static unsafe class Capabilities
{
    // _LINUX_CAPABILITY_VERSION_3 of include/uapi/linux/capability.h, and its three sets of two 32-bit words.
    private const uint Version3 = 0x20080522;
    private const int Words = 6;

    /// <summary>
    /// Gives up every capability, for as long as this process does not become another program. What it has open stays open.
    /// </summary>
    /// <returns>0, or a negated errno where a filter of system calls forbids it.</returns>
    public static int DropAll()
    {
        uint* header = stackalloc uint[2];
        header[0] = Version3;
        header[1] = 0;
        uint* sets = stackalloc uint[Words];
        for (int i = 0; i < Words; i++)
            sets[i] = 0;
        return (int)Syscall.Invoke(SyscallNumber.Capset, (nint)header, (nint)sets);
    }
}
