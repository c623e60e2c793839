using System;
using System.Runtime.InteropServices;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Maps;

namespace Corewright.Loader.Flowmeter;

/// <summary>Reads what the kernel has counted.</summary>
internal sealed unsafe class FlowCounts : IDisposable
{
    // An LRU hash has a bucket for each entry; this many in one does not happen by accident.
    private const int BatchEntries = 64;
    private const int WalkExtraBytes = 256;

    private readonly EarlierCounts _earlier = new();
    private MapHandles _maps;
    private MappedMemory _buffer;

    /// <summary>The flows with the most bytes.</summary>
    public TopFlows Top { get; } = new();

    /// <summary>The cgroups.</summary>
    public GroupSums Groups { get; } = new();

    /// <summary>How many flows the kernel knows.</summary>
    public uint Known { get; private set; }

    /// <summary>Gets ready to read.</summary>
    /// <param name="maps">The maps.</param>
    /// <returns>Whether there is memory for it.</returns>
    public bool Open(in MapHandles maps)
    {
        _maps = maps;
        int entry = sizeof(Flow) + maps.Flows.EntryBytes;
        _buffer = MappedMemory.Allocate((BatchEntries * entry) + WalkExtraBytes);
        return !_buffer.IsEmpty && maps.Flows.EntryBytes > 0 && _earlier.Open();
    }

    /// <summary>Reads everything.</summary>
    /// <param name="sinceStart">Whether flows and cgroups are to have all that was counted, not what came since the last time.</param>
    public void Read(bool sinceStart)
    {
        _earlier.Turn();
        Top.Clear();
        Groups.Clear();
        Known = 0;
        var flows = _maps.Flows.Walk(_buffer.Bytes);
        CountedFlow counted = default;
        while (flows.Next(out counted.Flow, out PerCpuValues<Traffic> values))
        {
            Known++;
            counted.Total = Sum(values);
            Traffic part = _earlier.Note(MemoryMarshal.AsBytes(new ReadOnlySpan<Flow>(in counted.Flow)), counted.Total);
            counted.Part = sinceStart ? counted.Total : part;
            Top.Offer(counted);
        }
        var groups = _maps.Groups.Walk(_buffer.Bytes);
        while (groups.Next(out Group group, out PerCpuValues<Traffic> values))
        {
            Traffic total = Sum(values);
            Traffic part = _earlier.Note(MemoryMarshal.AsBytes(new ReadOnlySpan<Group>(in group)), total);
            Groups.Add(group, sinceStart ? total : part);
        }
    }

    /// <summary>Reads what was counted of all packets together.</summary>
    public Traffic All(Total total)
    {
        _maps.All.TryGet((uint)total, _buffer.Bytes, out PerCpuValues<Traffic> values);
        return Sum(values);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _buffer.Dispose();
        _earlier.Dispose();
    }

    private static Traffic Sum(PerCpuValues<Traffic> values)
    {
        Traffic sum = default;
        for (int i = 0; i < values.Count; i++)
        {
            Traffic one = values[i];
            sum.Packets += one.Packets;
            sum.Bytes += one.Bytes;
        }
        return sum;
    }
}
