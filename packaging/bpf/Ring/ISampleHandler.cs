using System;

namespace Corewright.Bpf.Ring;

/// <summary>Takes the samples of a ring buffer. A struct, so that each reader's loop is compiled for its own handler.</summary>
public interface ISampleHandler
{
    /// <summary>Takes one sample.</summary>
    /// <param name="sample">Its bytes, in the ring itself, 8-byte aligned; gone after the call.</param>
    /// <returns>Whether to go on.</returns>
    bool Take(ReadOnlySpan<byte> sample);
}
