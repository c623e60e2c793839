using System;

namespace Corewright.Bpf.Btf;

/// <summary>The types and strings of one BTF, and where the types are. Split BTF has two: its own, and those of its base.</summary>
internal readonly ref struct BtfTable
{
    public BtfTable(
        ReadOnlySpan<byte> types, ReadOnlySpan<byte> strings, ReadOnlySpan<int> positions, int shift, int firstId, int count,
        int firstString)
    {
        Types = types;
        Strings = strings;
        Positions = positions;
        Shift = shift;
        FirstId = firstId;
        EndId = firstId + count;
        FirstString = firstString;
    }

    /// <summary>The type section.</summary>
    public ReadOnlySpan<byte> Types { get; }

    /// <summary>The strings.</summary>
    public ReadOnlySpan<byte> Strings { get; }

    /// <summary>Where every type, or every 32nd one, starts in <see cref="Types"/>.</summary>
    public ReadOnlySpan<int> Positions { get; }

    /// <summary>How many types lie between two <see cref="Positions"/>: 1 shifted left by this.</summary>
    public int Shift { get; }

    /// <summary>The id of the first type; 1 unless there is a base.</summary>
    public int FirstId { get; }

    /// <summary>One more than the last id.</summary>
    public int EndId { get; }

    /// <summary>The offset of the first string; 0 unless there is a base.</summary>
    public int FirstString { get; }

    /// <summary>One more than the last offset of a string.</summary>
    public int EndOfStrings => FirstString + Strings.Length;
}
