// A section's name says what kind of program is in it and where it attaches: libbpf's convention (Documentation/bpf/libbpf/
// program_types.rst) and the spellings that Aya adds to it.

using System;

namespace Corewright.Bpf.Programs;

/// <summary>What the name of a program's section says.</summary>
public ref struct ProgramSection
{
    /// <summary>What the program is to the kernel.</summary>
    public ProgramType Type;

    /// <summary>Where the kernel is told, at load, that it will attach.</summary>
    public AttachType ExpectedAttach;

    /// <summary>What attaches it.</summary>
    public AttachKind Attach;

    /// <summary>BPF_F_ flags that it is loaded with.</summary>
    public uint LoadFlags;

    /// <summary>What stands behind the kind's slash: a function, a tracepoint, an interface; may be empty.</summary>
    public ReadOnlySpan<byte> Target;

    /// <summary>Takes a section's name apart.</summary>
    /// <param name="name">Such as <c>kprobe/do_unlinkat</c>, <c>tracepoint/sched/sched_switch</c> or <c>xdp</c>.</param>
    /// <param name="section">What it says.</param>
    /// <returns>False for a name that means no program, or one of a kind that this build leaves out (<see cref="Features"/>).</returns>
    public static bool TryParse(ReadOnlySpan<byte> name, out ProgramSection section)
    {
        // '?' in front asks not to load the program unless it is selected; the name is the same without.
        if (name.Length != 0 && name[0] == (byte)'?')
            name = name[1..];
        section = default;
        return SectionNames.Find(name, ref section);
    }

    /// <summary>Whether a name begins with '?': such a program is loaded only when it is asked for.</summary>
    public static bool IsOptional(ReadOnlySpan<byte> name) => name.Length != 0 && name[0] == (byte)'?';

    /// <summary>Whether a text is a tracepoint's category and name, and would not leave tracefs.</summary>
    /// <param name="target">Such as <c>sched/sched_process_exec</c>.</param>
    public static bool IsTracepoint(ReadOnlySpan<byte> target)
    {
        int slash = target.IndexOf((byte)'/');
        return slash >= 0 && IsName(target[..slash]) && IsName(target[(slash + 1)..]);
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
