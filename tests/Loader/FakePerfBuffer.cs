using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Corewright.Bpf.Ring;

namespace Corewright.Tests.Loader;

/// <summary>The kernel's side of a perf event's buffer, in plain memory.</summary>
internal sealed unsafe class FakePerfBuffer : IDisposable
{
    public const uint Lost = 2;
    public const uint Sample = 9;

    private const int PageBytes = 4096;

    private readonly byte* _memory;
    private readonly byte* _whole;
    private readonly int _size;

    public FakePerfBuffer(int size, ulong start = 0)
    {
        _size = size;
        _memory = (byte*)NativeMemory.AllocZeroed((nuint)(PageBytes + size));
        _whole = (byte*)NativeMemory.AlignedAlloc(PerfReader.LongestRecord, 8);
        Head = start;
        *(ulong*)(_memory + 1032) = start;
    }

    public ulong Head
    {
        get => *(ulong*)(_memory + 1024);
        set => *(ulong*)(_memory + 1024) = value;
    }

    public ulong Tail => *(ulong*)(_memory + 1032);

    public PerfReader Reader() => new(_memory, _memory + PageBytes, (uint)_size, _whole);

    public void PutSample(ReadOnlySpan<byte> sample)
    {
        // PERF_SAMPLE_RAW is padded so that the record is a multiple of 8 bytes; its size says so.
        byte[] body = new byte[((sizeof(uint) + sample.Length + 7) & ~7)];
        BinaryPrimitives.WriteUInt32LittleEndian(body, (uint)(body.Length - sizeof(uint)));
        sample.CopyTo(body.AsSpan(sizeof(uint)));
        Put(Sample, body);
    }

    public void PutLost(ulong count)
    {
        byte[] body = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(body.AsSpan(8), count);
        Put(Lost, body);
    }

    public void Put(uint type, ReadOnlySpan<byte> body, int? size = null)
    {
        byte[] record = new byte[8 + body.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(record, type);
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(6), (ushort)(size ?? record.Length));
        body.CopyTo(record.AsSpan(8));
        for (int i = 0; i < record.Length; i++)
            _memory[PageBytes + (int)((Head + (ulong)i) % (ulong)_size)] = record[i];
        Head += (ulong)record.Length;
    }

    public void Dispose()
    {
        NativeMemory.Free(_memory);
        NativeMemory.AlignedFree(_whole);
    }
}
