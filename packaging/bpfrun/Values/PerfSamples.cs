using System;
using Corewright.Bpf.Async;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Maps;
using Corewright.Bpf.Ring;
using Corewright.Loader.Loading;

namespace Corewright.BpfRun.Values;

/// <summary>
/// The buffers of an object's perf event arrays: open while its programs are attached, so that they have somewhere to write, and read
/// once at the end.
/// </summary>
internal sealed class PerfSamples : IDisposable
{
    // Of data, for each processor and array.
    private const int Pages = 64;

    private readonly EventLoop _loop = new();
    private readonly Slot[] _slots;
    private int _count;

    private PerfSamples(int most) => _slots = new Slot[most];

    /// <summary>Opens a buffer for each processor that is online and each perf event array. What can't be opened is left out.</summary>
    /// <param name="session">A session whose maps are created.</param>
    public static PerfSamples Open(scoped in Session session)
    {
        int processors = Math.Max(PossibleProcessors.Count(), 1), arrays = 0;
        foreach (ref MapSpec map in session.Object.Maps)
            arrays += IsOpen(map) ? 1 : 0;
        var samples = new PerfSamples(arrays * processors);
        if (arrays == 0 || samples._loop.Open() < 0)
            return samples;
        for (int i = 0; i < session.Object.Maps.Length; i++)
        {
            for (int processor = 0; processor < processors && IsOpen(session.Object.Maps[i]); processor++)
            {
                if (PerfStream.Open(samples._loop, session.Object.Maps[i].Fd, processor, Pages, out PerfStream? stream) < 0)
                    continue;
                ref Slot slot = ref samples._slots[samples._count++];
                slot.Map = i;
                slot.Stream = stream!;
            }
        }
        return samples;
    }

    /// <summary>The buffers of one map, one after the other.</summary>
    /// <param name="map">The map's number.</param>
    /// <param name="next">Where to go on; begins with 0.</param>
    /// <returns>The next one, or null.</returns>
    public PerfStream? Next(int map, ref int next)
    {
        while (next < _count)
        {
            ref Slot slot = ref _slots[next++];
            if (slot.Map == map)
                return slot.Stream;
        }
        return null;
    }

    /// <summary>Takes the buffers out of the maps again.</summary>
    public void Dispose()
    {
        for (int i = 0; i < _count; i++)
            _slots[i].Stream.Dispose();
        _loop.Dispose();
    }

    private static bool IsOpen(in MapSpec map) => map.Type == MapType.PerfEventArray && map.Fd != MapSpec.NotCreated;

    private struct Slot
    {
        public int Map;
        public PerfStream Stream;
    }
}
