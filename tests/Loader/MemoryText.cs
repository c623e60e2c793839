using System;
using System.Runtime.InteropServices;
using System.Text;
using Corewright.Loader.Output;

namespace Corewright.Tests.Loader;

/// <summary>A writer whose text stays in memory.</summary>
internal sealed unsafe class MemoryText : IDisposable
{
    private const int Bytes = 1 << 16;

    private readonly byte* _buffer;

    public MemoryText(int capacity = Bytes)
    {
        _buffer = (byte*)NativeMemory.AllocZeroed((nuint)capacity);
        Writer = new Utf8Writer(_buffer, capacity, Utf8Writer.MemoryOnly);
    }

    public Utf8Writer Writer { get; }

    public string Text => Encoding.UTF8.GetString(Writer.Written);

    public void Dispose() => NativeMemory.Free(_buffer);
}
