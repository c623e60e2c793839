namespace Corewright.Bpf.Kernel;

/// <summary>Limits of this process.</summary>
public static unsafe class ResourceLimit
{
    // RLIMIT_MEMLOCK of include/uapi/asm-generic/resource.h
    private const int LockedMemory = 8;

    /// <summary>
    /// Takes the limit off locked memory. Before v5.11 maps and programs counted as locked memory, with 64 KiB the usual limit,
    /// and a map over it fails with a misleading EPERM. Where this isn't allowed it isn't needed either, or the map says so.
    /// </summary>
    /// <returns>Whether the limit is off.</returns>
    public static bool LiftLockedMemory()
    {
        ulong* unlimited = stackalloc ulong[2];
        unlimited[0] = ulong.MaxValue;
        unlimited[1] = ulong.MaxValue;
        return Syscall.Invoke(SyscallNumber.Prlimit64, 0, LockedMemory, (nint)unlimited) == 0;
    }
}
