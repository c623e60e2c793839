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

    /// <summary>Whether a release is older than a version, by their first two numbers.</summary>
    /// <param name="release">Such as <c>5.10.0-30-amd64</c>.</param>
    /// <param name="version">Such as <c>5.8</c>. Nothing is older than an empty one.</param>
    public static bool IsBefore(ReadOnlySpan<byte> release, ReadOnlySpan<byte> version)
    {
        int at = 0, other = 0;
        int major = Number(release, ref at), wantedMajor = Number(version, ref other);
        at++;
        other++;
        return major < wantedMajor || (major == wantedMajor && Number(release, ref at) < Number(version, ref other));
    }

    private static int Number(ReadOnlySpan<byte> text, ref int at)
    {
        int number = 0;
        for (; at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9' && number < 10_000; at++)
            number = (number * 10) + text[at] - '0';
        return number;
    }
}
