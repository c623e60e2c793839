using System;
using System.Runtime.InteropServices;
using Corewright.Bpf.Memory;

namespace Corewright.Build.Matrix;

/// <summary>Native memory for an <see cref="Arena"/>; freed when disposed.</summary>
internal sealed unsafe class NativeBlock : IDisposable
{
    private readonly int _length;
    private byte* _start;

    public NativeBlock(int length)
    {
        _length = length;
        _start = (byte*)NativeMemory.Alloc((nuint)length);
    }

    ~NativeBlock() => Free();

    /// <summary>
    /// An arena with room for the indexes of a kernel's BTF (4 bytes for each type, of at least 12 bytes each) and an object.
    /// </summary>
    public static NativeBlock For(int kernelBtfLength, int objectLength) =>
        new((int)Math.Min(int.MaxValue, (kernelBtfLength / 3L) + (objectLength * 8L) + (256 << 10)));

    /// <summary>All of the block, from its start; only one arena at a time makes sense.</summary>
    public Arena OpenArena()
    {
        ObjectDisposedException.ThrowIf(_start is null, this);
        return new Arena(_start, _length);
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.Free(_start);
        _start = null;
    }
}
