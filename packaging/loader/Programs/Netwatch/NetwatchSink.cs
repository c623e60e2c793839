using System;
using System.Runtime.CompilerServices;
using Corewright.Loader.Containers;
using Corewright.Loader.Loading;
using Corewright.Loader.Processes;
using Corewright.Loader.Programs;

namespace Corewright.Loader.Netwatch;

/// <summary>Prints TCP connections as they end, and what each process's come to.</summary>
internal sealed unsafe class NetwatchSink : Sink
{
    private readonly ContainerTable _containers = new();
    private readonly ProcessSums<ConnectionSums> _sums = new();
    private bool _showsOpened;
    private bool _onlySums;
    private uint _port;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Title => "Prints TCP connections as they end: whose, where to, bytes and milliseconds."u8;

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
            _onlySums = true;
        else
            return WholeNumber.TryReadPositive(value, ushort.MaxValue, out _port);
        return true;
    }

    /// <inheritdoc/>
    public override bool Prepare(scoped ref Session session) =>
        (!_showsOpened || _onlySums || Constants.Set(ref session, "NETWATCH_OPTIONS.opened"u8, 1))
        && (_port == 0 || Constants.Set(ref session, "NETWATCH_OPTIONS.port"u8, _port));

    /// <inheritdoc/>
    public override void Begin()
    {
        if (!Json && !_onlySums)
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
                Add(connection);
            if (_onlySums)
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
            if (!_onlySums)
                Output.Byte((byte)'\n');
            ConnectionTable.SumsHeader(Output, Styled);
        }
        _sums.Sort();
        for (int i = 0; i < _sums.Count; i++)
        {
            if (_sums[i].Events == 0)
                continue;
            if (Json)
                ConnectionJson.Write(Output, _containers, ref _sums[i]);
            else
                ConnectionTable.Row(Output, _containers, ref _sums[i]);
        }
    }

    private void Add(ConnectionEvent* connection)
    {
        ref ProcessSums<ConnectionSums>.Entry entry = ref _sums.Find(ConnectionView.Process(connection));
        entry.Events++;
        entry.Sums.Failed += connection->Established == 0 ? 1u : 0;
        entry.Sums.Sent += connection->Sent;
        entry.Sums.Received += connection->Received;
        entry.Rank = entry.Sums.Sent + entry.Sums.Received;
    }
}
