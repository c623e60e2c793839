// The C# compiler lowers span[a..b] and span[^n] to Slice and the indexer, but binds the expressions to these types.

namespace System;

public readonly struct Index
{
    // Counted from the end: the complement of the distance.
    private readonly int _value;

    public Index(int value, bool fromEnd = false)
    {
        if (value < 0)
            Internal.Runtime.CompilerHelpers.ThrowHelpers.ThrowArgumentOutOfRangeException();
        _value = fromEnd ? ~value : value;
    }

    public static Index Start => new(0);

    public static Index End => new(0, true);

    public int Value => _value < 0 ? ~_value : _value;

    public bool IsFromEnd => _value < 0;

    public static implicit operator Index(int value) => new(value);

    public int GetOffset(int length) => _value < 0 ? length - ~_value : _value;
}

public readonly struct Range
{
    public Range(Index start, Index end)
    {
        Start = start;
        End = end;
    }

    public static Range All => new(Index.Start, Index.End);

    public Index Start { get; }

    public Index End { get; }

    public static Range StartAt(Index start) => new(start, Index.End);

    public static Range EndAt(Index end) => new(Index.Start, end);
}
