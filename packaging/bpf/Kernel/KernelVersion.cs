// LINUX_VERSION_CODE: what uname says, except where distributions keep the real number elsewhere (Debian in the version,
// "#1 SMP Debian 5.10.257-1 (2026-06-01)"; Ubuntu in /proc/version_signature, "Ubuntu 6.8.0-31.31-generic 6.8.1").

using System;

namespace Corewright.Bpf.Kernel;

/// <summary>The running kernel's version as a number: major &lt;&lt; 16, minor &lt;&lt; 8, patch (at most 255).</summary>
public static class KernelVersion
{
    private const int SignatureBytes = 128;

    /// <summary>Asks the running kernel.</summary>
    /// <returns>The number; 0 where it can't be told.</returns>
    public static uint Read()
    {
        Span<byte> signature = stackalloc byte[SignatureBytes];
        int length = KernelFile.Read("/proc/version_signature\0"u8, signature);
        if (length > 0 && TryFindLast(signature[..length], out uint signed))
            return signed;
        Span<byte> text = stackalloc byte[KernelRelease.MaxLength];
        ReadOnlySpan<byte> mark = "Debian "u8;
        ReadOnlySpan<byte> version = text[..KernelRelease.ReadVersion(text)];
        for (int at = 0; at + mark.Length < version.Length; at++)
        {
            if (version.Slice(at, mark.Length).SequenceEqual(mark) && TryParse(version[(at + mark.Length)..], out uint debian))
                return debian;
        }
        return TryParse(text[..KernelRelease.Read(text)], out uint code) ? code : 0;
    }

    /// <summary>Reads three numbers with dots between them; what follows is not looked at.</summary>
    /// <param name="text">Such as <c>6.12.107+deb13-amd64</c>.</param>
    /// <param name="code">The version as a number.</param>
    /// <returns>Whether the text starts with three numbers.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out uint code)
    {
        code = 0;
        for (int part = 0; part < 3; part++)
        {
            uint number = 0;
            int digits = 0;
            while (digits < text.Length && text[digits] is >= (byte)'0' and <= (byte)'9' && digits < 5)
                number = (number * 10) + (uint)(text[digits++] - '0');
            if (digits == 0 || (part < 2 && (digits == text.Length || text[digits] != '.')))
                return false;
            text = text[Math.Min(digits + 1, text.Length)..];
            code = (code << 8) | Math.Min(number, 255);
        }
        return true;
    }

    private static bool TryFindLast(ReadOnlySpan<byte> text, out uint code)
    {
        while (text.Length != 0 && text[^1] is (byte)'\n' or (byte)' ')
            text = text[..^1];
        int at = text.Length;
        while (at > 0 && text[at - 1] != ' ')
            at--;
        return TryParse(text[at..], out code);
    }
}
