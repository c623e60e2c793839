using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Threading;

namespace Corewright.Build;

/// <summary>What outlives Cake in one call: cancellation by signals, and the words that come after Cake's own summary.</summary>
public sealed class BuildRun : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly List<Action> closing = [];
    private readonly List<PosixSignalRegistration> signals = [];

    /// <summary>Cancelled by the first Ctrl-C or SIGTERM. A second one ends the process at once.</summary>
    public CancellationToken Cancellation => source.Token;

    /// <summary>Starts to listen for SIGINT and SIGTERM.</summary>
    public void ListenForSignals()
    {
        foreach (var signal in (ReadOnlySpan<PosixSignal>)[PosixSignal.SIGINT, PosixSignal.SIGTERM])
            signals.Add(PosixSignalRegistration.Create(signal, OnSignal));
    }

    /// <summary>Cancels the run.</summary>
    public void Cancel() => source.Cancel();

    /// <summary>Adds something to print once Cake has printed its summary, in the order of the calls.</summary>
    public void AtEnd(Action print) => closing.Add(print);

    /// <summary>Prints the closing words.</summary>
    public void Close()
    {
        foreach (var print in closing)
            print();
        closing.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var signal in signals)
            signal.Dispose();
        source.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        if (source.IsCancellationRequested)
            return;
        context.Cancel = true;
        Console.Error.WriteLine("Stopping; once more to stop at once.");
        source.Cancel();
    }
}
