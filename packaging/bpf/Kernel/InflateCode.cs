// RFC 1951, section 3.2.2: a Huffman code is told by the length of each symbol's code alone.

using System;

namespace Corewright.Bpf.Kernel;

/// <summary>A Huffman code: how many codes each length has, and the symbols in the order of their codes.</summary>
internal readonly ref struct InflateCode
{
    /// <summary>The longest code.</summary>
    public const int MaxBits = 15;

    private readonly ReadOnlySpan<ushort> _counts;
    private readonly ReadOnlySpan<ushort> _symbols;

    private InflateCode(ReadOnlySpan<ushort> counts, ReadOnlySpan<ushort> symbols)
    {
        _counts = counts;
        _symbols = symbols;
    }

    /// <summary>How much room <see cref="TryMake"/> needs.</summary>
    public static int TableWords(int symbols) => MaxBits + 1 + symbols;

    /// <summary>Makes a code.</summary>
    /// <param name="lengths">The length of each symbol's code in bits, up to 15; 0 for a symbol that doesn't occur.</param>
    /// <param name="table">Keeps it; <see cref="TableWords"/> long.</param>
    /// <param name="code">The code.</param>
    /// <returns>False where there are more codes than their lengths leave room for.</returns>
    public static bool TryMake(ReadOnlySpan<byte> lengths, Span<ushort> table, out InflateCode code)
    {
        Span<ushort> counts = table[..(MaxBits + 1)], symbols = table[(MaxBits + 1)..];
        counts.Clear();
        foreach (byte length in lengths)
            counts[length]++;
        counts[0] = 0;
        Span<ushort> next = stackalloc ushort[MaxBits + 1];
        next[0] = 0;
        int left = 1;
        for (int bits = 1; bits <= MaxBits; bits++)
        {
            next[bits] = (ushort)(next[bits - 1] + counts[bits - 1]);
            left = (left << 1) - counts[bits];
            if (left < 0)
            {
                code = default;
                return false;
            }
        }
        for (int symbol = 0; symbol < lengths.Length; symbol++)
        {
            if (lengths[symbol] != 0)
                symbols[next[lengths[symbol]]++] = (ushort)symbol;
        }
        code = new InflateCode(counts, symbols);
        return true;
    }

    /// <summary>Follows a code by one bit.</summary>
    /// <param name="bit">The next bit.</param>
    /// <param name="walk">How far it is followed; starts as nothing.</param>
    /// <returns>The symbol, or -1 as long as there is none.</returns>
    public int Next(int bit, scoped ref Walk walk)
    {
        walk.Length++;
        walk.Code = (walk.Code << 1) | bit;
        walk.First <<= 1;
        int count = _counts[walk.Length];
        if (walk.Code - count < walk.First)
            return _symbols[walk.Index + walk.Code - walk.First];
        walk.Index += count;
        walk.First += count;
        return -1;
    }

    /// <summary>A code that is being read.</summary>
    public struct Walk
    {
        /// <summary>Bits so far.</summary>
        public int Length;

        /// <summary>These bits.</summary>
        public int Code;

        /// <summary>The first code of this length.</summary>
        public int First;

        /// <summary>Its symbol's place.</summary>
        public int Index;
    }
}
