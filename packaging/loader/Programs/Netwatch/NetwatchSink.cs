using System;
using System.Runtime.CompilerServices;
using Corewright.Loader.Containers;
using Corewright.Loader.Loading;
using Corewright.Loader.Programs;

namespace Corewright.Loader.Netwatch;

/// <summary>Prints TCP connections as they end, and what each process's come to.</summary>
internal sealed unsafe class NetwatchSink : Sink
{
    private readonly ContainerTable _containers = new();
    private readonly TotalsTable _totals = new();
    private bool _showsOpened;
    private bool _onlyTotals;
    private uint _port;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Title => "Prints TCP connections as they end: whose, from where to where, bytes and milliseconds."u8;

    /// <inheritdoc/>
    public override bool LayoutHolds => Layout.Holds;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> OptionsHelp => """
          --open              connections that are opened, too
          --port PORT         only with this port, on either side
          --summary           no connections, only each process's sums at the end

        """u8;

    /// <inheritdoc/>
    public override OptionKind Kind(ReadOnlySpan<byte> option) =>
        option.SequenceEqual("--port"u8) ? OptionKind.Value
        : option.SequenceEqual("--open"u8) || option.SequenceEqual("--summary"u8) ? OptionKind.Switch
        : OptionKind.Unknown;

    /// <inheritdoc/>
    public override bool Take(ReadOnlySpan<byte> option, byte* value)
    {
        if (option.SequenceEqual("--open"u8))
            _showsOpened = true;
        else if (option.SequenceEqual("--summary"u8))
            _onlyTotals = true;
        else
            return TryPort(value, out _port);
        return true;
    }

    /// <inheritdoc/>
    public override bool Prepare(scoped ref Session session) =>
        (!_showsOpened || _onlyTotals || Constants.Set(ref session, "NETWATCH_OPTIONS.opened"u8, 1))
        && (_port == 0 || Constants.Set(ref session, "NETWATCH_OPTIONS.port"u8, _port));

    /// <inheritdoc/>
    public override void Begin()
    {
        if (!Json && !_onlyTotals)
            ConnectionTable.Header(Output, Styled);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override bool Knows(ReadOnlySpan<byte> sample)
    {
        if (sample.Length >= sizeof(ConnectionEvent))
            return true;
        Unknown++;
        return false;
    }

    /// <inheritdoc/>
    public override void Take(ReadOnlySpan<byte> sample)
    {
        fixed (byte* start = sample)
        {
            var connection = (ConnectionEvent*)start;
            if (sample.Length < sizeof(ConnectionEvent) || connection->Kind is not (EventKind.Open or EventKind.Close))
            {
                Unknown++;
                return;
            }
            if (connection->Kind == EventKind.Close)
                _totals.Add(connection);
            if (_onlyTotals)
                return;
            if (Json)
                ConnectionJson.Write(Output, _containers, connection);
            else
                ConnectionTable.Row(Output, _containers, connection);
        }
    }

    /// <inheritdoc/>
    public override void Finish()
    {
        if (!Json)
        {
            if (!_onlyTotals)
                Output.Byte((byte)'\n');
            ConnectionTable.TotalsHeader(Output, Styled);
        }
        _totals.Sort();
        for (int i = 0; i < _totals.Count; i++)
        {
            ref readonly ProcessTotals totals = ref _totals[i];
            if (totals.Connections + totals.Failed == 0)
                continue;
            if (Json)
                ConnectionJson.Write(Output, _containers, totals);
            else
                ConnectionTable.Row(Output, _containers, totals);
        }
    }

    private static bool TryPort(byte* text, out uint port)
    {
        port = 0;
        byte* at = text;
        while (*at is >= (byte)'0' and <= (byte)'9' && port <= ushort.MaxValue)
            port = (port * 10) + (uint)(*at++ - '0');
        return *at == 0 && port is > 0 and <= ushort.MaxValue;
    }
}
