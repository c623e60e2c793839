using System;

namespace Corewright.Bpf.Core;

/// <summary>
/// A way into a type, in two views (as libbpf's relo_core.c has it): <see cref="Steps"/> goes through every struct, anonymous
/// ones too; <see cref="Accessors"/> has only what the source named, fields and array elements. Both are bounded.
/// </summary>
internal ref struct CoreSpec
{
    /// <summary>How deep an access may go; libbpf's BPF_CORE_SPEC_MAX_LEN.</summary>
    public const int MaxLength = 64;

    public CoreSpec(Span<CoreAccessor> accessors, Span<CoreAccessor> steps)
    {
        Accessors = accessors;
        Steps = steps;
    }

    public Span<CoreAccessor> Accessors { get; }

    public Span<CoreAccessor> Steps { get; }

    public uint RootType { get; set; }

    public int Length { get; set; }

    public int StepCount { get; set; }

    public uint BitOffset { get; set; }

    public void Begin(uint rootType)
    {
        RootType = rootType;
        Length = 0;
        StepCount = 0;
        BitOffset = 0;
    }

    public bool AddStep(uint type, int index)
    {
        if (StepCount == MaxLength)
            return false;
        Steps[StepCount++] = new CoreAccessor(type, index, false);
        return true;
    }

    public bool AddAccessor(uint type, int index, bool isNamed)
    {
        if (Length == MaxLength)
            return false;
        Accessors[Length++] = new CoreAccessor(type, index, isNamed);
        return true;
    }
}

/// <summary>One step of an access.</summary>
/// <param name="type">The struct or union for a named one; the element's type for an array; the enum.</param>
/// <param name="index">The member's, element's or enumerator's number.</param>
/// <param name="isNamed">Whether it is a field of <paramref name="type"/>.</param>
internal readonly struct CoreAccessor(uint type, int index, bool isNamed)
{
    public uint Type { get; } = type;

    public int Index { get; } = index;

    public bool IsNamed { get; } = isNamed;
}
