using System.Collections.Generic;
using System.Linq;
using System.Text;
using Corewright.Bpf.Maps;

namespace Corewright.Build.Ebpf.Generate;

/// <summary>
/// Writes the struct through which user space reads and writes an object's maps: a property for each, of the type of handle that
/// fits, with the map's own types of keys and values.
/// </summary>
internal static class MapHandlesSource
{
    private const string Room = "Corewright.Bpf.Maps.";

    /// <summary>Appends the struct.</summary>
    internal static void Write(StringBuilder text, IReadOnlyList<GeneratedMap> maps)
    {
        if (maps.Count == 0) return;
        bool perCpu = maps.Any(IsPerCpu);
        Line(text, "");
        Line(text, "/// <summary>The object's maps, open: what a program has put there can be read, and the other way round.</summary>");
        Line(text, "public readonly struct MapHandles");
        Line(text, "{");
        foreach (GeneratedMap map in maps)
            Line(text, $"    private readonly int _fd{map.Name};");
        if (perCpu)
            Line(text, "    private readonly int _processors;");
        Line(text, "");
        Line(text, "    /// <summary>The maps of an object that was loaded; they stay open as long as it does.</summary>");
        Line(text, "    public MapHandles(scoped in Corewright.Bpf.Object.ObjectFile opened)");
        Line(text, "    {");
        foreach (GeneratedMap map in maps)
            Line(text, $"        _fd{map.Name} = opened.Descriptor(Maps.{map.Name}.Name);");
        if (perCpu)
            Line(text, "        _processors = Corewright.Bpf.Kernel.PossibleProcessors.Count();");
        Line(text, "    }");
        foreach (GeneratedMap map in maps)
        {
            Line(text, "");
            Line(text, $"    /// <summary>The map <c>{map.Source}</c>.</summary>");
            Line(text, $"    public {Room}{Handle(map)} {map.Name} => new(_fd{map.Name}{(IsPerCpu(map) ? ", _processors" : "")});");
        }

        Line(text, "}");
    }

    /// <summary>The type of handle; an untyped one where the object doesn't tell what keys or values are.</summary>
    private static string Handle(GeneratedMap map) => (map.Type, map.Key.Type, map.Value.Type) switch
    {
        (MapType.Hash or MapType.LruHash or MapType.DeviceHash, { } key, { } value) => $"HashMap<{key}, {value}>",
        (MapType.PerCpuHash or MapType.LruPerCpuHash, { } key, { } value) => $"PerCpuHashMap<{key}, {value}>",
        (MapType.LpmTrie, { } key, { } value) => $"LpmTrie<{key}, {value}>",
        (MapType.Array or MapType.DeviceMap or MapType.CpuMap, _, { } value) => $"ArrayMap<{value}>",
        (MapType.PerCpuArray, _, { } value) => $"PerCpuArrayMap<{value}>",
        (MapType.Queue or MapType.Stack, _, { } value) => $"QueueMap<{value}>",
        (MapType.BloomFilter, _, { } value) => $"BloomFilter<{value}>",
        (MapType.SocketStorage or MapType.InodeStorage or MapType.TaskStorage or MapType.CgroupStorage, _, { } value) =>
            $"StorageMap<{value}>",
        (MapType.StackTrace, _, _) => "StackTraceMap",
        (MapType.ProgramArray or MapType.PerfEventArray or MapType.CgroupArray or MapType.ArrayOfMaps or MapType.SocketMap
            or MapType.XskMap or MapType.ReuseportArray, _, _) => "DescriptorArray",
        (MapType.HashOfMaps or MapType.SocketHash, { } key, _) => $"DescriptorHash<{key}>",
        _ => "UntypedMap",
    };

    private static bool IsPerCpu(GeneratedMap map) => Handle(map).StartsWith("PerCpu", System.StringComparison.Ordinal);

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
