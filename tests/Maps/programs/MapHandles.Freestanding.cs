using System;
using System.Runtime;
using Corewright.Bpf;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Maps;
using Corewright.Bpf.Memory;
using Corewright.Bpf.Object;
using Corewright.Loader.MapHandles;

namespace Corewright.Tests.Maps;

/// <summary>
/// <c>handles OBJECT [BLOOM TASKS ARENA]</c>: works on the maps of the crate <c>map_handles</c> through the handles that are generated from its BTF, and prints
/// what comes of it. The test knows what should.
/// </summary>
internal static unsafe class MapHandlesProgram
{
    private const int BufferBytes = 16 << 10;

    [RuntimeExport("cw_main")]
    private static int Run(int argc, byte** argv, byte** envp)
    {
        if (argc < 2)
            return 2;
        Fault fault = LoadedObject.Open(argv[1], out Arena arena, out ObjectFile opened);
        if (!fault.Failed)
            fault = LoadedObject.Create(ref opened, out _);
        if (!fault.Failed)
            fault = LoadedObject.Load(ref opened, ref arena);
        Output.Line("open"u8, (long)fault.Code, fault.Index, fault.Errno);
        if (fault.Failed)
            return 1;
        Output.Line("layout"u8, Layout.Holds ? 1 : 0);
        var maps = new MapHandles(opened);
        byte* memory = stackalloc byte[BufferBytes];
        var buffer = new Span<byte>(memory, BufferBytes);
        Hash(maps.Flows, buffer);
        Batches(maps.Flows, buffer);
        Churn.Hash(maps.Flows, buffer);
        Arrays(maps, buffer);
        PerCpu(maps, buffer);
        Routes(maps.Routes, buffer);
        Churn.Routes(maps.Routes, buffer);
        Queues(maps);
        Descriptors(opened, maps);
        Variables(ref opened);
        Pinned.Run(argv[1]);
        if (argc == 5)
            Newer.Run(argv[2], argv[3], argv[4]);
        return 0;
    }

    private static void Hash(HashMap<Flow, Totals> flows, Span<byte> buffer)
    {
        var key = new Flow { Source = 1, Destination = 2 };
        var totals = new Totals { Packets = 3, Bytes = 1UL << 40 };
        Output.Line("missing"u8, flows.TryGet(key, out _) ? 1 : 0, flows.Remove(key), flows.Set(key, totals, MapUpdate.Replace));
        Output.Line("create"u8, flows.Set(key, totals, MapUpdate.Create), flows.Set(key, totals, MapUpdate.Create));
        bool found = flows.TryGet(key, out Totals value);
        Output.Line("get"u8, found ? 1 : 0, (long)value.Packets, (long)value.Bytes);
        totals.Packets = 4;
        int replaced = flows.Set(key, totals, MapUpdate.Replace);
        int taken = flows.Take(key, out value);
        Output.Line("take"u8, replaced, taken, taken == 0 ? (long)value.Packets : 0);
        flows.Remove(key);
        MapWalk<Flow, Totals> walk = flows.Walk(buffer);
        Output.Line("empty"u8, walk.Next(out _, out _) ? 1 : 0, walk.Error);
        walk = flows.Walk(buffer[..24]);
        Output.Line("narrow"u8, walk.Next(out _, out _) ? 1 : 0, walk.Error);
    }

    private static void Batches(HashMap<Flow, Totals> flows, Span<byte> buffer)
    {
        Span<Flow> keys = stackalloc Flow[100];
        Span<Totals> values = stackalloc Totals[100];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = new Flow { Source = (uint)i, Destination = 9 };
            values[i] = new Totals { Packets = (ulong)i, Bytes = 1 };
        }
        int result = flows.SetAll(keys, values, out int done);
        Output.Line("set-all"u8, result, done, flows.SetAll(keys, values[1..], out _));
        result = flows.SetAll(keys, values, out done, MapUpdate.Create);
        Output.Line("set-all-twice"u8, result, done);
        Sum("walk"u8, flows.Walk(buffer));
        // A buffer for a few entries: many batches.
        Sum("walk-narrow"u8, flows.Walk(buffer[..256]));
        result = flows.RemoveAll(keys[..10], out done);
        Output.Line("remove-all"u8, result, done);
        result = flows.RemoveAll(keys[5..15], out done);
        Output.Line("remove-missing"u8, result, done);
        // Whoever walks may remove what is at hand, and what is not.
        MapWalk<Flow, Totals> walk = flows.Walk(buffer[..512]);
        long seen = 0;
        while (walk.Next(out Flow key, out _))
        {
            seen++;
            flows.Remove(key);
        }
        Output.Line("walk-and-remove"u8, seen, walk.Error);
        flows.SetAll(keys, values, out _);
        Sum("drain"u8, flows.Drain(buffer));
        Sum("drained"u8, flows.Drain(buffer));
    }

    private static void Sum(ReadOnlySpan<byte> name, scoped MapWalk<Flow, Totals> walk)
    {
        long count = 0, packets = 0;
        while (walk.Next(out Flow key, out Totals value))
        {
            count++;
            packets += (long)value.Packets;
        }
        Output.Line(name, count, packets, walk.Error);
    }

    private static void Arrays(in MapHandles maps, Span<byte> buffer)
    {
        ArrayMap<ulong> numbers = maps.Numbers;
        Output.Line("array"u8, numbers.Set(3, 33), numbers.Set(300, 1), numbers.Set(4, 1, MapUpdate.Create), numbers.Remove(3));
        bool inside = numbers.TryGet(3, out ulong value), beyond = numbers.TryGet(300, out _);
        Output.Line("array-get"u8, inside ? 1 : 0, (long)value, beyond ? 1 : 0);
        ReadOnlySpan<uint> indexes = [7, 8, 9];
        ReadOnlySpan<ulong> values = [70, 80, 90];
        int result = numbers.SetAll(indexes, values, out int done);
        Output.Line("array-set-all"u8, result, done);
        MapWalk<uint, ulong> walk = numbers.Walk(buffer);
        long count = 0, sum = 0, ordered = 1;
        while (walk.Next(out uint index, out value))
        {
            ordered = index == count ? ordered : 0;
            count++;
            sum += (long)value;
        }
        Output.Line("array-walk"u8, count, sum, ordered, walk.Error);
        TablesValue table = default;
        table.Items[2] = 5;
        int set = maps.Tables.Set(1, table);
        bool found = maps.Tables.TryGet(1, out TablesValue read);
        Output.Line("table"u8, set, found ? 1 : 0, read.Items[0], read.Items[2]);
    }

    private static void PerCpu(in MapHandles maps, Span<byte> buffer)
    {
        PerCpuArrayMap<uint> numbers = maps.CpuNumbers;
        int processors = numbers.Processors;
        Output.Line("per-cpu"u8, processors, numbers.EntryBytes == processors * 8 ? 1 : 0);
        var values = new PerCpuValues<uint>(buffer[..numbers.EntryBytes]);
        for (int i = 0; i < processors; i++)
            values[i] = 100 + (uint)i;
        Output.Line("per-cpu-set"u8, numbers.Set(1, values), numbers.Set(3, values));
        bool found = numbers.TryGet(1, buffer[1024..], out PerCpuValues<uint> read);
        Output.Line("per-cpu-get"u8, found ? 1 : 0, read.Count - processors, read[0], read[processors - 1] - (uint)processors);
        Output.Line("per-cpu-narrow"u8, numbers.TryGet(1, buffer[..4], out _) ? 1 : 0);
        PerCpuWalk<uint, uint> walk = numbers.Walk(buffer);
        long count = 0, first = 0;
        while (walk.Next(out _, out PerCpuValues<uint> each))
        {
            count++;
            first += each[0];
        }
        Output.Line("per-cpu-walk"u8, count, first, walk.Error);

        PerCpuHashMap<uint, Totals> totals = maps.CpuTotals;
        var written = new PerCpuValues<Totals>(buffer[..totals.EntryBytes]);
        for (int i = 0; i < processors; i++)
            written[i] = new Totals { Packets = 1, Bytes = (ulong)i };
        int result = totals.Set(5, written, MapUpdate.Create);
        found = totals.TryGet(5, buffer[2048..], out PerCpuValues<Totals> kept);
        Output.Line("per-cpu-hash"u8, result, found ? 1 : 0, (long)kept[processors - 1].Packets, (long)kept[processors - 1].Bytes - processors);
        totals.Set(6, written);
        PerCpuWalk<uint, Totals> entries = totals.Walk(buffer[4096..]);
        count = 0;
        long keys = 0, packets = 0;
        while (entries.Next(out uint key, out PerCpuValues<Totals> entry))
        {
            count++;
            keys += key;
            for (int i = 0; i < entry.Count; i++)
                packets += (long)entry[i].Packets;
        }
        Output.Line("per-cpu-hash-walk"u8, count, keys, packets - (2 * processors), entries.Error);
        Output.Line("per-cpu-remove"u8, totals.Remove(5), totals.Remove(5));
    }

    private static void Routes(LpmTrie<PrefixU84, uint> routes, Span<byte> buffer)
    {
        Output.Line("routes"u8, routes.Set(Prefix(8, 10, 0, 0, 0), 8), routes.Set(Prefix(24, 10, 1, 2, 0), 24), routes.Set(Prefix(0, 0, 0, 0, 0), 1),
            routes.Set(Prefix(33, 10, 1, 2, 3), 33));
        Output.Line("route"u8, Route(routes, 10, 1, 2, 3), Route(routes, 10, 7, 7, 7), Route(routes, 9, 9, 9, 9));
        Output.Line("route-remove"u8, routes.Remove(Prefix(24, 10, 1, 2, 0)), routes.Remove(Prefix(24, 10, 1, 2, 0)), Route(routes, 10, 1, 2, 3));
        MapWalk<PrefixU84, uint> walk = routes.Walk(buffer);
        long count = 0, lengths = 0;
        while (walk.Next(out PrefixU84 key, out _))
        {
            count++;
            lengths += key.Length;
            routes.Remove(key);
        }
        Output.Line("route-walk"u8, count, lengths, walk.Error);
    }

    private static long Route(LpmTrie<PrefixU84, uint> routes, byte a, byte b, byte c, byte d) =>
        routes.TryGet(Prefix(32, a, b, c, d), out uint value) ? value : -1;

    /// <summary>A prefix of an IPv4 address.</summary>
    public static PrefixU84 Prefix(uint length, byte a, byte b, byte c, byte d)
    {
        PrefixU84 prefix = default;
        prefix.Length = length;
        prefix.Bits[0] = a;
        prefix.Bits[1] = b;
        prefix.Bits[2] = c;
        prefix.Bits[3] = d;
        return prefix;
    }

    private static void Queues(in MapHandles maps)
    {
        Fill("queue"u8, maps.Queue);
        Fill("stack"u8, maps.Stack);
    }

    private static void Fill(ReadOnlySpan<byte> name, QueueMap<ulong> queue)
    {
        long pushed = 0;
        for (ulong i = 1; i <= 3; i++)
            pushed += queue.Push(i);
        Output.Line(name, pushed, queue.Push(4), queue.Push(5, MapUpdate.Replace));
        bool peeked = queue.TryPeek(out ulong next);
        queue.TryPop(out ulong first);
        queue.TryPop(out ulong second);
        queue.TryPop(out ulong third);
        Output.Line(name, peeked ? 1 : 0, (long)next, (long)first, (long)second, (long)third, queue.TryPop(out _) ? 1 : 0,
            queue.TryPeek(out _) ? 1 : 0);
    }

    private static void Descriptors(in ObjectFile opened, in MapHandles maps)
    {
        int program = opened.Programs[0].Fd;
        Output.Line("programs"u8, maps.Programs.Set(1, program), maps.Programs.Remove(1), maps.Programs.Remove(1), maps.Programs.Set(2, program));
        MapInfo.Read(maps.Numbers.Fd, out MapInfo numbers);
        Output.Line("info"u8, (long)numbers.Type, numbers.KeyBytes, numbers.ValueBytes, numbers.MaxEntries, numbers.NameBytes[0], numbers.BtfId != 0 ? 1 : 0);
        int set = maps.Slots.Set(0, maps.Numbers.Fd), wrong = maps.Slots.Set(1, maps.Tables.Fd);
        bool found = maps.Slots.TryGetId(0, out uint id);
        Output.Line("maps"u8, set, wrong, found ? 1 : 0, id == numbers.Id ? 1 : 0);
        set = maps.NamedMaps.Set(77, maps.Numbers.Fd);
        found = maps.NamedMaps.TryGetId(77, out id);
        Output.Line("named-maps"u8, set, found ? 1 : 0, id == numbers.Id ? 1 : 0, maps.NamedMaps.Remove(77), maps.NamedMaps.Remove(77));
    }

    private static void Variables(ref ObjectFile opened)
    {
        MappedMap.MapAll(ref opened, AuxiliaryVector.PageBytes());
        Fault fault = GlobalVariables.Find(opened, "RUNS"u8, out GlobalVariable runs);
        ref MapSpec data = ref opened.Maps[runs.Map];
        Span<byte> value = stackalloc byte[(int)data.ValueBytes];
        value.Clear();
        value[(int)runs.Offset] = 42;
        uint zero = 0;
        int written = MapElement.Update(data.Fd, &zero, Start(value), MapUpdate.Any);
        Output.Line("live"u8, (long)fault.Code, data.Live.Length != 0 ? 1 : 0, written, data.Live[(int)runs.Offset]);
        GlobalVariables.Find(opened, "FIXED"u8, out GlobalVariable constant);
        ref MapSpec constants = ref opened.Maps[constant.Map];
        Span<byte> other = stackalloc byte[(int)constants.ValueBytes];
        int frozen = MapElement.Update(constants.Fd, &zero, Start(other), MapUpdate.Any);
        Output.Line("constant"u8, constants.Live.Length != 0 ? 1 : 0, constants.Live[(int)constant.Offset], frozen);
        MappedMap.UnmapAll(ref opened);
        Output.Line("unmapped"u8, data.Live.Length);
    }

    private static byte* Start(Span<byte> bytes)
    {
        fixed (byte* start = bytes)
            return start;
    }
}
