using System;
using System.Collections.Generic;

namespace Corewright.Tests.Fuzz;

/// <summary>Reads one input to its end.</summary>
/// <param name="input">Ends where accessible memory ends. May be changed.</param>
/// <returns>Whether it was taken for good; false for a refusal that is a value.</returns>
internal delegate bool FuzzReader(Span<byte> input);

/// <summary>A reader and what it promises.</summary>
/// <param name="Name">Such as <c>kernel-btf</c>.</param>
/// <param name="Weight">Its share of all inputs.</param>
/// <param name="Read">The reader.</param>
/// <param name="Refusals">The exceptions that its documentation names; none where a refusal is a value.</param>
/// <param name="Seeds">Real inputs.</param>
internal sealed record FuzzTarget(string Name, int Weight, FuzzReader Read, Type[] Refusals, Func<SeedFiles, IEnumerable<FuzzSeed>> Seeds)
{
    /// <summary>How many bytes it may allocate for each byte of input.</summary>
    public int BytesPerByte { get; init; } = 100;

    /// <summary>How many bytes it may allocate for any input.</summary>
    public int BytesAtLeast { get; init; } = 256 << 10;

    /// <summary>Makes checksums good again, so that mutations get past them; done to every second input.</summary>
    public Action<Span<byte>>? Seal { get; init; }
}
