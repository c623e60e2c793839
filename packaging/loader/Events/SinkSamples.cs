using System;
using System.Runtime.CompilerServices;
using Corewright.Bpf.Ring;
using Corewright.Loader.Output;

namespace Corewright.Loader.Events;

/// <summary>Hands a program's sink what a ring buffer holds, for as long as somebody reads the output.</summary>
internal readonly struct SinkSamples : ISampleHandler
{
    private readonly ProgramSink _sink;
    private readonly Utf8Writer _output;

    /// <summary>Sets up a handler.</summary>
    public SinkSamples(ProgramSink sink, Utf8Writer output)
    {
        _sink = sink;
        _output = output;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Take(ReadOnlySpan<byte> sample)
    {
        if (!_sink.Knows(sample))
            return true;
        _sink.Take(sample);
        return _output.Errno == 0;
    }
}
