// struct new_utsname of include/uapi/linux/utsname.h: six strings of 65 bytes; the third is the release.

using System;

namespace Corewright.Bpf.Kernel;

/// <summary>Which kernel is running: what <c>uname -r</c> prints.</summary>
public static unsafe class KernelRelease
{
    /// <summary>Enough for every release name, its final zero included.</summary>
    public const int MaxLength = 65;

    private const int Fields = 6;
    private const int ReleaseField = 2;

    /// <summary>Writes the release of the running kernel.</summary>
    /// <param name="destination">At least <see cref="MaxLength"/> bytes.</param>
    /// <returns>Its length in bytes; 0 where the kernel doesn't say.</returns>
    public static int Read(Span<byte> destination)
    {
        byte* names = stackalloc byte[Fields * MaxLength];
        if (Syscall.IsError(Syscall.Invoke(SyscallNumber.Uname, (nint)names)))
            return 0;
        ReadOnlySpan<byte> release = new(names + (ReleaseField * MaxLength), MaxLength);
        int length = Math.Max(release.IndexOf((byte)0), 0);
        release[..length].CopyTo(destination);
        return length;
    }
}
