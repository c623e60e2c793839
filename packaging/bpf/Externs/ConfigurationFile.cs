// A kernel's .config: lines "CONFIG_NAME=value"; what is not set is a comment (Documentation/kbuild/kconfig.rst).

using System;
using Corewright.Bpf.Kernel;

namespace Corewright.Bpf.Externs;

/// <summary>Finds and reads how the running kernel was configured.</summary>
public static class ConfigurationFile
{
    /// <summary>More than any kernel's is: Debian's have 280 kB.</summary>
    public const int MaxBytes = 4 << 20;

    /// <summary>The kernel's own copy (CONFIG_IKCONFIG_PROC); ends with a zero.</summary>
    public static ReadOnlySpan<byte> OwnPath => "/proc/config.gz\0"u8;

    private static ReadOnlySpan<byte> BootPrefix => "/boot/config-"u8;

    /// <summary>Reads the configuration: the kernel's own copy, and else what its package put into <c>/boot</c>.</summary>
    /// <param name="release">What <c>uname -r</c> says.</param>
    /// <param name="memory">Keeps it; to be disposed.</param>
    /// <param name="text">The lines; empty on failure.</param>
    /// <returns>0, or a negated errno: ENOENT where there is none, EINVAL for a damaged file, E2BIG for one over 4 MiB.</returns>
    public static int Read(scoped ReadOnlySpan<byte> release, out MappedMemory memory, out ReadOnlySpan<byte> text)
    {
        int result = ReadFile(OwnPath, out memory, out text);
        if (result != -Errno.NoEntry)
            return result;
        Span<byte> path = stackalloc byte[BootPrefix.Length + KernelRelease.MaxLength];
        if (release.Length == 0 || release.Length >= KernelRelease.MaxLength)
            return result;
        BootPrefix.CopyTo(path);
        release.CopyTo(path[BootPrefix.Length..]);
        path[BootPrefix.Length + release.Length] = 0;
        return ReadFile(path[..(BootPrefix.Length + release.Length + 1)], out memory, out text);
    }

    /// <summary>Reads a file of lines, packed with gzip or not.</summary>
    /// <param name="path">Ends with a zero byte.</param>
    /// <param name="memory">Keeps it; to be disposed.</param>
    /// <param name="text">The lines; empty on failure.</param>
    /// <returns>0, or a negated errno as of <see cref="Read"/>.</returns>
    public static int ReadFile(scoped ReadOnlySpan<byte> path, out MappedMemory memory, out ReadOnlySpan<byte> text)
    {
        text = default;
        memory = MappedMemory.Allocate(2 * MaxBytes);
        if (memory.IsEmpty)
            return -Errno.NoMemory;
        Span<byte> file = memory.Bytes[..MaxBytes], unpacked = memory.Bytes[MaxBytes..];
        int length = KernelFile.Read(path, file);
        if (length == MaxBytes)
            length = -Errno.TooBig;
        if (length >= 0 && Gzip.Is(file[..length]))
        {
            length = Gzip.Unpack(file[..length], unpacked);
            length = length switch { Inflate.Damaged => -Errno.Invalid, Inflate.TooLong => -Errno.TooBig, _ => length };
            file = unpacked;
        }
        if (length < 0)
        {
            memory.Dispose();
            return length;
        }
        text = file[..length];
        return 0;
    }

    /// <summary>Goes to the next line that sets something.</summary>
    /// <param name="rest">What is left; moves on.</param>
    /// <param name="name">Such as <c>CONFIG_HZ</c>.</param>
    /// <param name="value">What follows the equals sign.</param>
    /// <returns>False at the end.</returns>
    public static bool Next(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        ReadOnlySpan<byte> prefix = "CONFIG_"u8;
        while (rest.Length != 0)
        {
            int end = rest.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            int equals = line.IndexOf((byte)'=');
            if (equals < prefix.Length || !line[..prefix.Length].SequenceEqual(prefix))
                continue;
            name = line[..equals];
            value = line[(equals + 1)..];
            return true;
        }
        name = value = default;
        return false;
    }
}
