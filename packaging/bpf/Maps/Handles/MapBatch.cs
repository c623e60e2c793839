// BPF_MAP_UPDATE_BATCH and BPF_MAP_DELETE_BATCH, v5.6: many entries in one system call.

using Corewright.Bpf.Kernel;

namespace Corewright.Bpf.Maps;

/// <summary>
/// Many entries at once, without types; one by one where the kernel or the type of map has no such command.
/// </summary>
internal static unsafe class MapBatch
{
    /// <summary>Writes entries.</summary>
    /// <returns>0, or a negated errno with the number of entries that were written before.</returns>
    public static int Update(int map, void* keys, uint keyBytes, void* values, uint valueBytes, uint count, MapUpdate when, out uint done)
    {
        MapBatchAttributes attributes = Of(map, keys, count);
        attributes.Values = (ulong)values;
        attributes.ElementFlags = (ulong)when;
        int result = count == 0 ? 0 : BpfCall.UpdateBatch(&attributes);
        done = Done(result, count, attributes);
        if (!IsUnknown(result))
            return result;
        for (done = 0; done < count; done++)
        {
            result = MapElement.Update(map, (byte*)keys + (done * keyBytes), (byte*)values + (done * valueBytes), when);
            if (result < 0)
                return result;
        }
        return 0;
    }

    /// <summary>Removes entries.</summary>
    /// <returns>0, or a negated errno with the number of entries that were removed before: ENOENT for one that isn't there.</returns>
    public static int Delete(int map, void* keys, uint keyBytes, uint count, out uint done)
    {
        MapBatchAttributes attributes = Of(map, keys, count);
        int result = count == 0 ? 0 : BpfCall.DeleteBatch(&attributes);
        done = Done(result, count, attributes);
        if (!IsUnknown(result))
            return result;
        for (done = 0; done < count; done++)
        {
            result = MapElement.Delete(map, (byte*)keys + (done * keyBytes));
            if (result < 0)
                return result;
        }
        return 0;
    }

    /// <summary>
    /// Whether an error means that there is no such command. A kernel before v5.6 says EINVAL, as others do for a wrong argument: then
    /// the way one by one says it again.
    /// </summary>
    public static bool IsUnknown(int result) => result is -Errno.Invalid or -Errno.NotSupportedInKernel or -Errno.NotSupported;

    // The kernel writes how many it got to, which are never all where one failed; it writes nothing where it refuses before the first.
    private static uint Done(int result, uint count, in MapBatchAttributes attributes) =>
        result == 0 ? count : attributes.Count < count ? attributes.Count : 0;

    private static MapBatchAttributes Of(int map, void* keys, uint count)
    {
        MapBatchAttributes attributes = default;
        attributes.MapFd = map;
        attributes.Keys = (ulong)keys;
        attributes.Count = count;
        return attributes;
    }
}
