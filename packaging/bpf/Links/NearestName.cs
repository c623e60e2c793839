// The distance between two words: V. I. Levenshtein, insertions, deletions and replacements of letters.

using System;

namespace Corewright.Bpf.Links;

/// <summary>
/// Among names that are offered one after the other, keeps the one that was probably meant: the name with what compilers append to
/// copies of a function (<c>.isra.0</c>, <c>.constprop.0</c>), or else one that is at most two letters off.
/// </summary>
public ref struct NearestName
{
    /// <summary>The longest name that is suggested.</summary>
    public const int MaxBytes = 64;

    private const int FarAway = 3;

    private readonly ReadOnlySpan<byte> _wanted;
    private readonly Span<byte> _best;
    private int _length;
    private int _distance;

    /// <summary>Begins a search.</summary>
    /// <param name="wanted">The name that isn't there.</param>
    /// <param name="best">Keeps the best one: <see cref="MaxBytes"/> long.</param>
    public NearestName(ReadOnlySpan<byte> wanted, Span<byte> best)
    {
        _wanted = wanted;
        _best = best;
        // Of a short name every other one is nearly a neighbour.
        _distance = wanted.Length < 2 * FarAway ? Math.Min(FarAway, wanted.Length / 2) : FarAway;
    }

    /// <summary>The best name so far; empty where none was near.</summary>
    public readonly ReadOnlySpan<byte> Best => _best[.._length];

    /// <summary>Considers a name.</summary>
    /// <param name="name">Any name.</param>
    public void Offer(scoped ReadOnlySpan<byte> name)
    {
        if (name.Length > MaxBytes || _wanted.Length > MaxBytes || _wanted.Length == 0)
            return;
        int distance = name.Length > _wanted.Length && name[_wanted.Length] == '.' && name[.._wanted.Length].SequenceEqual(_wanted)
            ? 0 : Distance(name);
        if (distance >= _distance)
            return;
        _distance = distance;
        _length = name.Length;
        name.CopyTo(_best);
    }

    // Nothing beyond the best so far needs to be known exactly.
    private readonly int Distance(scoped ReadOnlySpan<byte> name)
    {
        if (Math.Abs(name.Length - _wanted.Length) >= _distance)
            return FarAway;
        Span<byte> row = stackalloc byte[MaxBytes + 1];
        for (int i = 0; i <= name.Length; i++)
            row[i] = (byte)i;
        for (int i = 0; i < _wanted.Length; i++)
        {
            int diagonal = row[0], least = ++row[0];
            for (int j = 0; j < name.Length; j++)
            {
                int replaced = diagonal + (name[j] == _wanted[i] ? 0 : 1);
                diagonal = row[j + 1];
                int cost = Math.Min(replaced, Math.Min(diagonal, row[j]) + 1);
                row[j + 1] = (byte)cost;
                least = Math.Min(least, cost);
            }
            if (least >= _distance)
                return FarAway;
        }
        return row[name.Length];
    }
}
