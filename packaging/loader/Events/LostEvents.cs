using System;
using System.Runtime.InteropServices;
using Corewright.Bpf.Maps;
using Corewright.Loader.Output;

namespace Corewright.Loader.Events;

/// <summary>
/// Tells how many samples found no room in a ring buffer: a line on standard error, or an event in JSON. The kernel keeps no count;
/// the support crate does, in a map of its own, where a program could not reserve.
/// </summary>
internal sealed class LostEvents
{
    private readonly int _map;
    private readonly bool _json;
    private readonly Utf8Writer _output;
    private readonly Utf8Writer _log;
    private ulong _reported;

    /// <summary>Sets it up.</summary>
    /// <param name="map">The counters' map, or a negative number where the object has none.</param>
    /// <param name="json">Whether events go out as JSON.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="log">Standard error.</param>
    public LostEvents(int map, bool json, Utf8Writer output, Utf8Writer log)
    {
        _map = map;
        _json = json;
        _output = output;
        _log = log;
    }

    /// <summary>The map's name: an array of one 64-bit number.</summary>
    public static ReadOnlySpan<byte> MapName => "COREWRIGHT_LOST"u8;

    /// <summary>Reports those that were lost since the last time.</summary>
    public void Report()
    {
        if (_map < 0)
            return;
        uint key = 0;
        ulong count = 0;
        var value = MemoryMarshal.AsBytes(new Span<ulong>(ref count));
        if (MapElements.Lookup(_map, MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(in key)), value) < 0)
            return;
        Report(count);
    }

    /// <summary>Reports what the counter says more than the last time.</summary>
    internal void Report(ulong count)
    {
        ulong more = count - _reported;
        if (more == 0)
            return;
        _reported = count;
        if (_json)
            _output.Text("{\"event\":\"lost\",\"count\":"u8).Decimal(more).Text("}\n"u8).Flush();
        else
            _log.Text("execwatch: "u8).Decimal(more).Text(more == 1 ? " event lost\n"u8 : " events lost\n"u8).Flush();
    }
}
