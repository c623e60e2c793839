// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators"): the same numbers on every runtime.
using System;

namespace Corewright.Tests.Fuzz;

/// <summary>Random numbers that depend on nothing but the seed, the reader and the iteration: any input can be made again alone.</summary>
internal sealed class FuzzRandom
{
    private ulong _state;

    public FuzzRandom(ulong seed, string reader, long iteration)
    {
        _state = seed;
        foreach (char letter in reader)
            _state = (_state ^ letter) * 0x100000001B3;
        _state ^= (ulong)iteration * 0xD1342543DE82EF95;
    }

    /// <summary>64 random bits.</summary>
    public ulong Bits()
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A number from 0 to <paramref name="limit"/> - 1; 0 where there is none.</summary>
    public int Below(int limit) => limit <= 1 ? 0 : (int)(Bits() % (uint)limit);

    /// <summary>One of some.</summary>
    public T Of<T>(ReadOnlySpan<T> some) => some[Below(some.Length)];
}
