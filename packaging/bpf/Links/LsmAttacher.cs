// Documentation/bpf/prog_lsm.rst. Kernels attach these programs gladly where BPF is no active security module, and never run them.

using System;
using Corewright.Bpf.Kernel;

namespace Corewright.Bpf.Links;

/// <summary>Attaches programs to security hooks.</summary>
internal static class LsmAttacher
{
    // A line of names with commas between them; the longest kernels have today is 90 bytes.
    private const int MaxListBytes = 512;

    /// <summary>Attaches a program to the hook that it was loaded for.</summary>
    /// <returns>
    /// <see cref="FaultCode.LsmInactive"/> where the program would never run, or what <see cref="TracingAttacher.Attach"/> returns.
    /// </returns>
    public static Fault Attach(scoped ref AttachRequest request)
    {
        Span<byte> list = stackalloc byte[MaxListBytes];
        int length = KernelFile.Read("/sys/kernel/security/lsm\0"u8, list);
        // Without securityfs it can't be told.
        if (length <= 0 || IsActive(list[..length]))
            return TracingAttacher.Attach(ref request);
        request.Say("active are "u8);
        request.Say(WithoutEnd(list[..length]));
        request.Say("; boot with lsm="u8);
        request.Say(WithoutEnd(list[..length]));
        request.Say(",bpf"u8);
        return new Fault(FaultCode.LsmInactive, 0, 0, FaultStage.Attach);
    }

    /// <summary>Whether <c>bpf</c> is in a list as the kernel writes it.</summary>
    /// <param name="list">Such as <c>lockdown,yama,bpf</c>, maybe with a line end.</param>
    internal static bool IsActive(ReadOnlySpan<byte> list)
    {
        ReadOnlySpan<byte> rest = WithoutEnd(list);
        while (rest.Length != 0)
        {
            int comma = rest.IndexOf((byte)',');
            if ((comma < 0 ? rest : rest[..comma]).SequenceEqual("bpf"u8))
                return true;
            rest = comma < 0 ? default : rest[(comma + 1)..];
        }
        return false;
    }

    private static ReadOnlySpan<byte> WithoutEnd(ReadOnlySpan<byte> list) =>
        list.Length != 0 && list[^1] == (byte)'\n' ? list[..^1] : list;
}
