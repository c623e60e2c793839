using Corewright.Bpf.Kernel;

namespace Corewright.Bpf.Maps;

/// <summary>The commands on one entry of a map, without types. Each returns 0 or a negated errno.</summary>
internal static unsafe class MapElement
{
    public static int Lookup(int map, void* key, void* value)
    {
        MapElementAttributes attributes = Of(map, key, value, 0);
        return BpfCall.LookupElement(&attributes);
    }

    public static int LookupAndDelete(int map, void* key, void* value)
    {
        MapElementAttributes attributes = Of(map, key, value, 0);
        return BpfCall.LookupAndDeleteElement(&attributes);
    }

    public static int Update(int map, void* key, void* value, MapUpdate when)
    {
        MapElementAttributes attributes = Of(map, key, value, (ulong)when);
        return BpfCall.UpdateElement(&attributes);
    }

    public static int Delete(int map, void* key)
    {
        MapElementAttributes attributes = Of(map, key, null, 0);
        return BpfCall.DeleteElement(&attributes);
    }

    /// <param name="map">The map.</param>
    /// <param name="key">Null for the first one.</param>
    /// <param name="next">Receives the next key.</param>
    public static int NextKey(int map, void* key, void* next)
    {
        MapElementAttributes attributes = Of(map, key, next, 0);
        return BpfCall.NextKey(&attributes);
    }

    private static MapElementAttributes Of(int map, void* key, void* value, ulong flags)
    {
        MapElementAttributes attributes = default;
        attributes.MapFd = map;
        attributes.Key = (ulong)key;
        attributes.Value = (ulong)value;
        attributes.Flags = flags;
        return attributes;
    }
}
