using System;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Maps;
using Corewright.Bpf.Memory;
using Corewright.Loader.Containers;

namespace Corewright.Loader.Runqlat;

/// <summary>The groups of one interval: read from the maps, those of one container put together, the one that waited most first.</summary>
internal sealed unsafe class GroupList
{
    // As many as the maps have room for, which a row's number in its sorting key has to have, too.
    private const int Most = (int)Maps.Groups.MaxEntries;
    private const int IndexBits = 11;
    private const int EntriesAtOnce = 64;

    private readonly ContainerTable _containers;
    private MappedMemory _rows;
    private MappedMemory _order;
    private MappedMemory _batch;
    private MapHandles _maps;

    /// <summary>An empty list.</summary>
    public GroupList(ContainerTable containers) => _containers = containers;

    /// <summary>How many groups there are.</summary>
    public int Count { get; private set; }

    /// <summary>Takes memory.</summary>
    /// <param name="maps">The maps to read.</param>
    /// <returns>Whether there was enough.</returns>
    public bool Open(in MapHandles maps)
    {
        _maps = maps;
        _rows = MappedMemory.Allocate(Most * sizeof(Group));
        _order = MappedMemory.Allocate(Most * sizeof(ulong));
        _batch = MappedMemory.Allocate(EntriesAtOnce * (maps.Groups.EntryBytes + (2 * GroupKey.SizeBytes)));
        return !_rows.IsEmpty && !_order.IsEmpty && !_batch.IsEmpty;
    }

    /// <summary>A group, the one that waited most first.</summary>
    public Group* this[int place] => Rows + (Places[Count - 1 - place] & ((1 << IndexBits) - 1));

    private Group* Rows => (Group*)_rows.Start;

    private ulong* Places => (ulong*)_order.Start;

    /// <summary>Reads all groups of intervals that are over, and removes them.</summary>
    /// <param name="current">The number of the interval that is not over.</param>
    public void Read(uint current)
    {
        Count = 0;
        int read = 0;
        var walk = _maps.Groups.Walk(_batch.Bytes);
        while (read < Most && walk.Next(out GroupKey key, out PerCpuValues<Histogram> values))
        {
            if (key.Interval == current)
                continue;
            ref Group row = ref Rows[read++];
            row = default;
            row.Key = key;
            WaitingTimes.Add(ref row.Times, values);
        }
        for (int i = 0; i < read; i++)
        {
            ref Group row = ref Rows[i];
            _maps.Groups.Remove(row.Key);
            if (_maps.Members.TryGet(row.Key.Id, out row.Task))
                _maps.Members.Remove(row.Key.Id);
            // Known even of one that found no room among the members.
            if (row.Key.Grouping == Grouping.Cgroup)
                row.Task.CgroupId = row.Key.Id;
            else
                row.Task.Tgid = (uint)row.Key.Id;
        }
        Put(read);
    }

    // Each but those that are another one's container becomes a place in the order.
    private void Put(int read)
    {
        for (int i = 0; i < read; i++)
        {
            ref Group row = ref Rows[i];
            int same = row.Key.Grouping == Grouping.Cgroup ? Find(i) : i;
            if (same != i)
                WaitingTimes.Add(ref Rows[same].Times, row.Times);
            else
                Places[Count++] = (ulong)i;
        }
        Span<ulong> order = new(_order.Start, Count);
        foreach (ref ulong place in order)
            place |= Math.Min(Rows[place].Times.TotalNs, ulong.MaxValue >> IndexBits) << IndexBits;
        Sorting.Sort(order);
    }

    private int Find(int row)
    {
        // The table may forget it as soon as another one is asked for.
        Span<byte> kept = stackalloc byte[ContainerName.MaxBytes];
        ReadOnlySpan<byte> known = _containers.Id(Rows[row].Key.Id), container = kept[..known.Length];
        known.CopyTo(kept);
        for (int place = 0; place < Count; place++)
        {
            int other = (int)Places[place];
            if (_containers.Id(Rows[other].Key.Id).SequenceEqual(container))
                return other;
        }
        return row;
    }
}

/// <summary>A group and its times.</summary>
internal struct Group
{
    /// <summary>Which one.</summary>
    public GroupKey Key;

    /// <summary>One of its tasks.</summary>
    public ProcessHeader Task;

    /// <summary>How long its tasks waited.</summary>
    public Histogram Times;
}
