using System;
using System.Runtime.InteropServices;
using Corewright.Bpf.Async;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Ring;

namespace Corewright.Tests.Rings;

/// <summary>One job for each processor's buffer and one for the ring, in one loop. Looks at each sample byte by byte.</summary>
internal sealed class Buffers : IDisposable
{
    private const int SampleBytes = 60;
    private const int NumberOffset = 4;
    private const int PatternOffset = 8;

    private readonly EventLoop _loop = new();
    private readonly Slot[] _perf;
    private RingStream? _ring;
    private int _wanted;
    private long _nextOfRing;

    /// <summary>Nothing is open yet.</summary>
    /// <param name="processors">How many there are.</param>
    public Buffers(int processors) => _perf = new Slot[processors];

    /// <summary>Samples of all processors.</summary>
    public int FromPerf { get; private set; }

    /// <summary>Samples of the ring.</summary>
    public int FromRing { get; private set; }

    /// <summary>Samples that are not what the program made them, or out of order.</summary>
    public int Wrong { get; private set; }

    /// <summary>Opens everything.</summary>
    /// <returns>0 or a negated errno.</returns>
    public int Open(int perf, int ring, uint ringBytes)
    {
        int result = _loop.Open();
        for (int i = 0; i < _perf.Length && result >= 0; i++)
            result = PerfStream.Open(_loop, perf, i, 1, out _perf[i].Stream);
        return result < 0 ? result : RingStream.Open(_loop, ring, ringBytes, IntPtr.Size, out _ring);
    }

    /// <summary>How many samples a processor has given.</summary>
    public int Count(int processor) => _perf[processor].Count;

    /// <summary>How many samples found no room, as far as the kernel has told.</summary>
    public long Lost(int processor) => (long)_perf[processor].Stream!.Reader.Lost;

    /// <summary>Forgets what was counted.</summary>
    public void Reset()
    {
        FromPerf = 0;
        FromRing = 0;
        Wrong = 0;
        for (int i = 0; i < _perf.Length; i++)
            _perf[i].Count = 0;
    }

    /// <summary>
    /// Each sample of the ring sets off the next call, on the next processor; ends when all have come both ways. Memory is frozen
    /// before: from here on nothing allocates.
    /// </summary>
    /// <returns>0 or a negated errno.</returns>
    public int RunTogether(int wanted)
    {
        _wanted = wanted;
        for (int i = 0; i < _perf.Length; i++)
            _ = ReadPerf(i);
        _ = ReadRing(_ring!);
        Corewright.Freestanding.Arena.Freeze();
        Calls.MoveTo(0);
        Calls.Make();
        return _loop.Run();
    }

    /// <summary>Reads whatever there is, without the loop.</summary>
    public void ReadAll()
    {
        for (int i = 0; i < _perf.Length; i++)
            Take(i);
        Take(_ring!);
    }

    /// <summary>Closes everything.</summary>
    public void Dispose()
    {
        for (int i = 0; i < _perf.Length; i++)
            _perf[i].Stream!.Dispose();
        _ring!.Dispose();
        _loop.Dispose();
    }

    private async Job ReadPerf(int processor)
    {
        while (true)
        {
            await _perf[processor].Stream!;
            Take(processor);
            StopIfDone();
        }
    }

    private async Job ReadRing(RingStream ring)
    {
        while (true)
        {
            await ring;
            Take(ring);
            StopIfDone();
            if (FromRing < _wanted)
            {
                Calls.MoveTo(FromRing % _perf.Length);
                Calls.Make();
            }
        }
    }

    private void StopIfDone()
    {
        if (FromRing == _wanted && FromPerf == _wanted)
            _loop.Stop();
    }

    private void Take(int processor)
    {
        ref Slot slot = ref _perf[processor];
        ref PerfReader reader = ref slot.Stream!.Reader;
        while (reader.TryRead(out ReadOnlySpan<byte> sample))
        {
            long number = Look(sample, processor);
            // Those in between were another processor's, or lost.
            Wrong += number < slot.Next ? 1 : 0;
            slot.Next = number + 1;
            slot.Count++;
            FromPerf++;
        }
        Wrong += reader.Damaged ? 1 : 0;
    }

    private void Take(RingStream ring)
    {
        ref RingReader reader = ref ring.Reader;
        while (reader.TryRead(out ReadOnlySpan<byte> sample))
        {
            long number = Look(sample, -1);
            Wrong += number < _nextOfRing ? 1 : 0;
            _nextOfRing = number + 1;
            FromRing++;
        }
        Wrong += reader.Damaged ? 1 : 0;
    }

    private long Look(ReadOnlySpan<byte> sample, int processor)
    {
        if (sample.Length != SampleBytes)
        {
            Wrong++;
            return 0;
        }
        uint number = MemoryMarshal.Read<uint>(sample[NumberOffset..]);
        bool right = processor < 0 || MemoryMarshal.Read<uint>(sample) == (uint)processor;
        for (int i = PatternOffset; i < SampleBytes; i++)
            right &= sample[i] == (byte)(number + (uint)(i - PatternOffset));
        Wrong += right ? 0 : 1;
        return number;
    }

    private struct Slot
    {
        public PerfStream? Stream;
        public int Count;
        public long Next;
    }
}
