using System;
using System.Runtime.CompilerServices;
using Corewright.Loader.Containers;
using Corewright.Loader.Loading;
using Corewright.Loader.Programs;

namespace Corewright.Loader.Dnslat;

/// <summary>Prints look-ups of names as they return, and what each process's come to.</summary>
internal sealed unsafe class DnslatSink : Sink
{
    private const ulong Microsecond = 1000;

    // PATH_MAX.
    private const int MaxPathBytes = 4096;

    private static ReadOnlySpan<byte> Function => ":getaddrinfo"u8;

    private readonly ContainerTable _containers = new();
    private readonly TotalsTable _totals = new();
    private readonly LatencyHistogram _histogram = new();
    private bool _onlyTotals;
    private byte[]? _target;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Title => "Prints look-ups of names by getaddrinfo: whose, how long each took, and what came of it."u8;

    /// <inheritdoc/>
    public override bool LayoutHolds => Layout.Holds;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> OptionsHelp => """
          --library FILE      the library or program whose getaddrinfo is watched; default: this system's libc
          --summary           no look-ups, only sums and the histogram at the end

        """u8;

    /// <inheritdoc/>
    public override OptionKind Kind(ReadOnlySpan<byte> option) =>
        option.SequenceEqual("--library"u8) ? OptionKind.Value
        : option.SequenceEqual("--summary"u8) ? OptionKind.Switch
        : OptionKind.Unknown;

    /// <inheritdoc/>
    public override bool Take(ReadOnlySpan<byte> option, byte* value)
    {
        if (option.SequenceEqual("--summary"u8))
        {
            _onlyTotals = true;
            return true;
        }
        ReadOnlySpan<byte> library = ZeroTerminatedText.Read(value);
        if (library.Length is 0 or > MaxPathBytes)
            return false;
        _target = new byte[library.Length + Function.Length];
        library.CopyTo(_target);
        Function.CopyTo(new Span<byte>(_target)[library.Length..]);
        return true;
    }

    /// <inheritdoc/>
    public override bool Attach(scoped ref Session session)
    {
        if (_target is null)
            return AttachStage.Run(ref session);
        for (int i = 0; i < session.Object.Programs.Length; i++)
        {
            if (!AttachStage.Attach(ref session, i, _target))
                return false;
        }
        return true;
    }

    /// <inheritdoc/>
    public override void Begin()
    {
        if (!Json && !_onlyTotals)
            LookupTable.Header(Output, Styled);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override bool Knows(ReadOnlySpan<byte> sample)
    {
        if (sample.Length >= sizeof(LookupEvent))
            return true;
        Unknown++;
        return false;
    }

    /// <inheritdoc/>
    public override void Take(ReadOnlySpan<byte> sample)
    {
        fixed (byte* start = sample)
        {
            var lookup = (LookupEvent*)start;
            if (sample.Length < sizeof(LookupEvent))
            {
                Unknown++;
                return;
            }
            ulong microseconds = lookup->Latency / Microsecond;
            _totals.Add(lookup, microseconds);
            _histogram.Add(microseconds);
            if (_onlyTotals)
                return;
            if (Json)
                LookupJson.Write(Output, _containers, lookup, microseconds);
            else
                LookupTable.Row(Output, _containers, lookup, microseconds);
        }
    }

    /// <inheritdoc/>
    public override void Finish()
    {
        if (!Json)
        {
            if (!_onlyTotals)
                Output.Byte((byte)'\n');
            LookupTable.TotalsHeader(Output, Styled);
        }
        _totals.Sort();
        for (int i = 0; i < _totals.Count; i++)
        {
            ref readonly LookupTotals totals = ref _totals[i];
            if (totals.Lookups == 0)
                continue;
            if (Json)
                LookupJson.Write(Output, _containers, totals);
            else
                LookupTable.Row(Output, _containers, totals);
        }
        if (Json)
        {
            LookupJson.Write(Output, _histogram);
        }
        else
        {
            Output.Byte((byte)'\n');
            LookupTable.Write(Output, _histogram, Styled);
        }
    }
}
