using System;
using System.Numerics;

namespace Corewright.Loader.Dnslat;

/// <summary>How many look-ups took how long, in ranges that double: below 1, from 1, from 2, from 4 … microseconds.</summary>
internal sealed class LatencyHistogram
{
    // One for 0 and one for each bit that can be the highest of nanoseconds in 64 bits, as microseconds.
    private const int Ranges = 56;

    private readonly ulong[] _counts = new ulong[Ranges];

    /// <summary>The first range that is not empty; as <see cref="End"/> if there is none.</summary>
    public int First { get; private set; } = Ranges;

    /// <summary>Behind the last range that is not empty.</summary>
    public int End { get; private set; }

    /// <summary>How many the fullest range has.</summary>
    public ulong Most { get; private set; }

    /// <summary>Counts a look-up.</summary>
    /// <param name="microseconds">How long it took.</param>
    public void Add(ulong microseconds)
    {
        int range = Math.Min(64 - BitOperations.LeadingZeroCount(microseconds), Ranges - 1);
        ulong count = ++_counts[range];
        if (count > Most)
            Most = count;
        if (range < First)
            First = range;
        if (range >= End)
            End = range + 1;
    }

    /// <summary>How many are in a range.</summary>
    public ulong Count(int range) => _counts[range];

    /// <summary>Where a range begins, and the one before ends, in microseconds.</summary>
    public static ulong From(int range) => range == 0 ? 0 : 1UL << (range - 1);
}
