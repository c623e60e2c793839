using System;
using System.Runtime.CompilerServices;
using Corewright.Loader.Containers;
using Corewright.Loader.Loading;
using Corewright.Loader.Output;
using Corewright.Loader.Processes;
using Corewright.Loader.Programs;

namespace Corewright.Loader.Dnslat;

/// <summary>Prints look-ups of names as they return, and what each process's come to.</summary>
internal sealed unsafe class DnslatSink : Sink
{
    // PATH_MAX.
    private const int MaxPathBytes = 4096;

    private static ReadOnlySpan<byte> Function => ":getaddrinfo"u8;

    private readonly ContainerTable _containers = new();
    private readonly ProcessSums<LookupSums> _sums = new();
    private readonly ulong[] _histogram = new ulong[64];
    private bool _onlySums;
    private bool _ascii;
    private byte[]? _target;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Title => "Prints look-ups of names by getaddrinfo: whose, how long, and what came of it."u8;

    /// <inheritdoc/>
    public override bool LayoutHolds => Layout.Holds;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> OptionsHelp => """
          --library FILE      the library or program whose getaddrinfo is watched;
                              this system's libc without it
          --summary           no look-ups, only sums and the histogram at the end
          --ascii             draw without Unicode

        """u8;

    /// <inheritdoc/>
    public override OptionKind Kind(ReadOnlySpan<byte> option) =>
        option.SequenceEqual("--library"u8) ? OptionKind.Value
        : option.SequenceEqual("--summary"u8) || option.SequenceEqual("--ascii"u8) ? OptionKind.Switch
        : OptionKind.Unknown;

    /// <inheritdoc/>
    public override bool Take(ReadOnlySpan<byte> option, byte* value)
    {
        if (option.SequenceEqual("--summary"u8))
            return _onlySums = true;
        if (option.SequenceEqual("--ascii"u8))
            return _ascii = true;
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
        if (!Json && !_onlySums)
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
            Add(lookup);
            if (_onlySums)
                return;
            if (Json)
                LookupJson.Write(Output, _containers, lookup);
            else
                LookupTable.Row(Output, _containers, lookup);
        }
    }

    /// <inheritdoc/>
    public override void Finish()
    {
        if (!Json)
        {
            if (!_onlySums)
                Output.Byte((byte)'\n');
            LookupTable.SumsHeader(Output, Styled);
        }
        _sums.Sort();
        for (int i = 0; i < _sums.Count; i++)
        {
            if (_sums[i].Events == 0)
                continue;
            if (Json)
                LookupJson.Write(Output, _containers, ref _sums[i]);
            else
                LookupTable.Row(Output, _containers, ref _sums[i]);
        }
        if (Json)
            LookupJson.Write(Output, _histogram);
        else
            HistogramChart.Draw(Output.Byte((byte)'\n'), _histogram, "LOOKUPS"u8, _ascii, Styled);
    }

    private void Add(LookupEvent* lookup)
    {
        ref ProcessSums<LookupSums>.Entry entry = ref _sums.Find(&lookup->Process);
        entry.Events++;
        entry.Sums.Failed += lookup->Result != 0 ? 1u : 0;
        entry.Sums.TotalNs += lookup->Latency;
        entry.Sums.LongestNs = Math.Max(entry.Sums.LongestNs, lookup->Latency);
        entry.Rank = entry.Sums.TotalNs;
        _histogram[HistogramChart.Slot(lookup->Latency)]++;
    }
}
