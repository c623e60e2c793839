// A section's name says what kind of program is in it and where it attaches: libbpf's convention.

using System;

namespace Corewright.Bpf.Programs;

/// <summary>Takes the name of a program's section apart.</summary>
public static class ProgramSection
{
    /// <summary>Reads the name of a section of a tracepoint program: <c>tracepoint/category/name</c>, or <c>tp/…</c> for short.</summary>
    /// <param name="section">The section's name.</param>
    /// <param name="tracepoint">Category and name: <c>sched/sched_process_exec</c>.</param>
    /// <returns>False for any other kind of program, and for a category or name that would leave tracefs.</returns>
    public static bool TryParseTracepoint(ReadOnlySpan<byte> section, out ReadOnlySpan<byte> tracepoint)
    {
        tracepoint = default;
        int slash = section.IndexOf((byte)'/');
        if (slash < 0 || !(section[..slash].SequenceEqual("tracepoint"u8) || section[..slash].SequenceEqual("tp"u8)))
            return false;
        ReadOnlySpan<byte> target = section[(slash + 1)..];
        int second = target.IndexOf((byte)'/');
        if (second < 0 || !IsName(target[..second]) || !IsName(target[(second + 1)..]))
            return false;
        tracepoint = target;
        return true;
    }

    private static bool IsName(ReadOnlySpan<byte> name)
    {
        foreach (byte letter in name)
        {
            bool accepted = letter is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'A' and <= (byte)'Z')
                or (>= (byte)'0' and <= (byte)'9') or (byte)'_' or (byte)'-';
            if (!accepted)
                return false;
        }
        return name.Length != 0;
    }
}
