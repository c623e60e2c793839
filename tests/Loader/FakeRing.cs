using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Corewright.Bpf.Ring;

namespace Corewright.Tests.Loader;

/// <summary>The kernel's side of a ring buffer, in plain memory: what is written shows up in both halves, as it is mapped twice.</summary>
internal sealed unsafe class FakeRing : IDisposable
{
    public const uint Busy = 1u << 31;
    public const uint Discard = 1u << 30;
    public const int HeaderBytes = 8;

    private readonly byte* _memory;
    private readonly int _size;
    private readonly int _counterBytes;

    public FakeRing(int size, int counterBytes = 8, ulong start = 0)
    {
        _size = size;
        _counterBytes = counterBytes;
        _memory = (byte*)NativeMemory.AllocZeroed((nuint)(64 + (2 * size)));
        Produced = start;
        Consumed = start;
    }

    public ulong Produced
    {
        get => Read(Producer);
        set => Write(Producer, value);
    }

    public ulong Consumed
    {
        get => Read(_memory);
        private set => Write(_memory, value);
    }

    private byte* Producer => _memory + 16;

    private byte* Data => _memory + 64;

    public RingReader Reader() => new(_memory, Producer, Data, (uint)_size, _counterBytes);

    /// <summary>The user's side of a user ring buffer; in memory that is mapped twice it would not have to copy.</summary>
    public UserRingWriter Writer() => new(_memory, Producer, Data, (uint)_size, _counterBytes);

    /// <summary>Puts a sample in, with flags for its header.</summary>
    /// <returns>Where its header is.</returns>
    public ulong Put(ReadOnlySpan<byte> sample, uint flags = 0)
    {
        ulong at = Produced;
        SetHeader(at, (uint)sample.Length | flags);
        for (int i = 0; i < sample.Length; i++)
            Put(at + HeaderBytes + (ulong)i, sample[i]);
        Produced = at + ((ulong)(sample.Length + HeaderBytes + 7) & ~7ul);
        return at;
    }

    public void SetHeader(ulong at, uint word)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, word);
        for (int i = 0; i < bytes.Length; i++)
            Put(at + (ulong)i, bytes[i]);
    }

    public void Dispose() => NativeMemory.Free(_memory);

    private void Put(ulong at, byte value)
    {
        int place = (int)(at % (ulong)_size);
        Data[place] = value;
        Data[place + _size] = value;
    }

    private ulong Read(byte* counter) => _counterBytes == 8 ? *(ulong*)counter : *(uint*)counter;

    private void Write(byte* counter, ulong value)
    {
        if (_counterBytes == 8)
            *(ulong*)counter = value;
        else
            *(uint*)counter = (uint)value;
    }
}
