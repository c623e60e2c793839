// struct new_utsname of include/uapi/linux/utsname.h: six strings of 65 bytes; the third is the release, the fourth the version.

using System;

namespace Corewright.Bpf.Kernel;

/// <summary>Which kernel is running: what <c>uname -r</c> prints.</summary>
public static unsafe class KernelRelease
{
    /// <summary>Enough for every release name, its final zero included.</summary>
    public const int MaxLength = 65;

    private const int Fields = 6;
    private const int ReleaseField = 2;
    private const int VersionField = 3;

    /// <summary>Writes the release of the running kernel.</summary>
    /// <param name="destination">At least <see cref="MaxLength"/> bytes.</param>
    /// <returns>Its length in bytes; 0 where the kernel doesn't say.</returns>
    public static int Read(Span<byte> destination) => Read(ReleaseField, destination);

    /// <summary>Writes what <c>uname -v</c> prints: which build of the release it is.</summary>
    /// <param name="destination">At least <see cref="MaxLength"/> bytes.</param>
    /// <returns>Its length in bytes; 0 where the kernel doesn't say.</returns>
    public static int ReadVersion(Span<byte> destination) => Read(VersionField, destination);

    private static int Read(int field, Span<byte> destination)
    {
        byte* names = stackalloc byte[Fields * MaxLength];
        if (Syscall.IsError(Syscall.Invoke(SyscallNumber.Uname, (nint)names)))
            return 0;
        ReadOnlySpan<byte> text = new(names + (field * MaxLength), MaxLength);
        int length = Math.Max(text.IndexOf((byte)0), 0);
        text[..length].CopyTo(destination);
        return length;
    }
}
