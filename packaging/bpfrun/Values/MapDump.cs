using System;
using System.Buffers.Binary;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Maps;
using Corewright.Loader.Loading;
using Corewright.Loader.Output;

namespace Corewright.BpfRun.Values;

/// <summary>Writes the entries of declared maps, by name.</summary>
internal static class MapDump
{
    // More than this of one map is for other tools.
    private const int MaxEntries = 1024;
    private const int PerCpuAlignment = 8;

    /// <summary>Writes the member <c>maps</c>.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="session">A session whose maps are created.</param>
    /// <param name="line">Says whose samples are shown.</param>
    /// <param name="perf">The buffers of perf event arrays; null where no program was attached.</param>
    public static void Write(ref JsonWriter json, scoped in Session session, in CommandLine line, PerfSamples? perf)
    {
        var samples = new SampleDump(session, line, perf);
        var values = new ValueWriter(session.Object.Types);
        json.BeginObject("maps"u8);
        for (int i = 0; i < session.Object.Maps.Length; i++)
        {
            ref MapSpec map = ref session.Object.Maps[i];
            if (map.IsData || map.Fd == MapSpec.NotCreated)
                continue;
            json.BeginObject(session.Object.Name(map));
            json.String("type"u8, MapTypeText.Name(map.Type));
            json.Number("max_entries"u8, map.MaxEntries);
            if (HasEntries(map.Type) && map.KeyBytes != 0)
                Entries(ref json, values, map);
            samples.Write(ref json, i);
            json.EndObject();
        }
        json.EndObject();
    }

    private static void Entries(ref JsonWriter json, ValueWriter values, in MapSpec map)
    {
        int each = IsPerCpu(map.Type) ? (int)(map.ValueBytes + PerCpuAlignment - 1) & -PerCpuAlignment : (int)map.ValueBytes;
        int copies = IsPerCpu(map.Type) ? PossibleProcessors.Count() : 1;
        // The kernel writes a value for each, whether there is room or not.
        if (copies < 0)
        {
            json.Number("errno"u8, (uint)-copies);
            return;
        }
        MappedMemory memory = MappedMemory.Allocate((2 * (int)map.KeyBytes) + (each * copies) + PerCpuAlignment);
        json.BeginArray("entries"u8);
        if (!memory.IsEmpty)
        {
            Span<byte> key = memory.Bytes[..(int)map.KeyBytes];
            Span<byte> next = memory.Bytes.Slice((int)map.KeyBytes, (int)map.KeyBytes);
            Span<byte> value = memory.Bytes.Slice(2 * (int)map.KeyBytes, each * copies);
            int result = MapElements.NextKey(map.Fd, default, next);
            for (int i = 0; i < MaxEntries && result == 0; i++)
            {
                next.CopyTo(key);
                if (MapElements.Lookup(map.Fd, key, value) == 0)
                    Entry(ref json, values, map, key, value, each);
                result = MapElements.NextKey(map.Fd, key, next);
            }
        }
        json.EndArray();
        memory.Dispose();
    }

    private static void Entry(
        ref JsonWriter json, ValueWriter values, in MapSpec map, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, int each)
    {
        json.BeginObject();
        json.Member("key"u8);
        if (map.KeyType == 0 && key.Length == sizeof(uint))
            json.Number(BinaryPrimitives.ReadUInt32LittleEndian(key));
        else
            values.Write(ref json, map.KeyType, key);
        json.Member("value"u8);
        if (!IsPerCpu(map.Type))
        {
            values.Write(ref json, map.ValueType, value);
        }
        else
        {
            json.BeginArray();
            for (int at = 0; at < value.Length; at += each)
                values.Write(ref json, map.ValueType, value.Slice(at, (int)map.ValueBytes));
            json.EndArray();
        }
        json.EndObject();
    }

    private static bool IsPerCpu(MapType type) => type is MapType.PerCpuHash or MapType.PerCpuArray or MapType.LruPerCpuHash;

    // Those that hand out keys and values to anybody; of arrays and hashes of maps, and arrays of programs, the values are ids.
    private static bool HasEntries(MapType type) => IsPerCpu(type)
        || type is MapType.Hash or MapType.Array or MapType.ProgramArray or MapType.StackTrace or MapType.LruHash or MapType.LpmTrie
            or MapType.ArrayOfMaps or MapType.HashOfMaps;
}
