using System;
using System.Runtime.CompilerServices;
using Corewright.Bpf.Ring;
using Corewright.Loader.Output;

namespace Corewright.Loader.Events;

/// <summary>Prints what a ring buffer holds, for as long as somebody reads it.</summary>
internal readonly struct PrintedSamples : ISampleHandler
{
    private readonly EventPrinter _printer;
    private readonly Utf8Writer _output;

    /// <summary>Sets up a handler.</summary>
    public PrintedSamples(EventPrinter printer, Utf8Writer output)
    {
        _printer = printer;
        _output = output;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Take(ReadOnlySpan<byte> sample)
    {
        if (!_printer.Knows(sample))
            return true;
        _printer.Print(sample);
        return _output.Errno == 0;
    }
}
