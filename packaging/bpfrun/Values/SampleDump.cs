using System;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Maps;
using Corewright.Bpf.Ring;
using Corewright.Loader.Loading;
using Corewright.Loader.Output;

namespace Corewright.BpfRun.Values;

/// <summary>Writes what programs left in ring buffers and perf event arrays: how many samples, and what is in them.</summary>
internal unsafe ref struct SampleDump
{
    // More than this of one map is for other tools; all are counted.
    private const int MaxSamples = 1024;

    private readonly Session _session;
    private readonly CommandLine _line;
    private readonly PerfSamples? _perf;
    private ulong _count;
    private ulong _lost;
    private uint _type;
    private bool _shows;

    /// <summary>A dump.</summary>
    /// <param name="session">A session whose maps are created.</param>
    /// <param name="line">Says of which maps the samples are shown, and as what.</param>
    /// <param name="perf">The buffers of perf event arrays, or null where they were not opened.</param>
    public SampleDump(in Session session, in CommandLine line, PerfSamples? perf)
    {
        _session = session;
        _line = line;
        _perf = perf;
    }

    /// <summary>Writes the members <c>samples</c>, <c>sample_count</c> and <c>lost</c> of a map that is such a buffer; nothing of others.</summary>
    /// <param name="json">Within the map's object.</param>
    /// <param name="map">The map's number.</param>
    public void Write(ref JsonWriter json, int map)
    {
        ref MapSpec spec = ref _session.Object.Maps[map];
        // What somebody else may be reading is left to them.
        bool isOwn = _line.PinPath == null && spec.Pinning == MapPinning.None;
        bool isRing = spec.Type == MapType.RingBuffer && isOwn && _perf is not null;
        if (!isRing && (spec.Type != MapType.PerfEventArray || _perf is null))
            return;
        _count = 0;
        _lost = 0;
        Choose(_session.Object.Name(spec));
        if (_shows)
            json.BeginArray("samples"u8);
        if (isRing)
            Ring(ref json, spec);
        else
            Perf(ref json, map);
        if (_shows)
            json.EndArray();
        json.Number("sample_count"u8, _count);
        if (!isRing)
            json.Number("lost"u8, _lost);
    }

    private void Choose(ReadOnlySpan<byte> name)
    {
        _shows = false;
        _type = 0;
        OptionValues wanted = _line.Values("--samples"u8);
        while (wanted.Next(out ReadOnlySpan<byte> value))
        {
            int equals = value.IndexOf((byte)'=');
            if (!value[..equals].SequenceEqual(name))
                continue;
            _shows = true;
            _type = _session.Object.Types.TryFind(value[(equals + 1)..], BtfKind.Struct, out BtfType type) ? type.Id : 0;
        }
    }

    private void Ring(ref JsonWriter json, in MapSpec map)
    {
        int word = _session.KernelWordBytes != 0 ? _session.KernelWordBytes : IntPtr.Size;
        if (RingBuffer.Map(map.Fd, map.MaxEntries, AuxiliaryVector.PageBytes(), word, out RingBuffer ring) < 0)
            return;
        while (ring.Reader.TryRead(out ReadOnlySpan<byte> sample))
            Sample(ref json, sample);
        ring.Dispose();
    }

    private void Perf(ref JsonWriter json, int map)
    {
        int next = 0;
        while (_perf!.Next(map, ref next) is { } stream)
        {
            ref PerfReader reader = ref stream.Reader;
            while (reader.TryRead(out ReadOnlySpan<byte> sample))
                Sample(ref json, sample);
            _lost += reader.Lost;
        }
    }

    private void Sample(ref JsonWriter json, ReadOnlySpan<byte> sample)
    {
        if (_shows && _count < MaxSamples)
            new ValueWriter(_session.Object.Types).Write(ref json, _type, sample);
        _count++;
    }
}
