using System;
using System.Runtime.CompilerServices;

namespace Corewright.Bpf.Kernel;

/// <summary>
/// Memory straight from the kernel, for what is large and short-lived: a kernel's BTF, a verifier's log. Pages are only
/// taken once they are touched, so asking for the largest size that is allowed costs nothing.
/// </summary>
// Its methods are called from many places and never often: inlined, they would be a tenth of a loader.
public unsafe struct MappedMemory : IDisposable
{
    // include/uapi/asm-generic/mman-common.h
    private const int ReadOnly = 1;
    private const int ReadWrite = 1 | 2;
    private const int Private = 2;
    private const int PrivateAnonymousNoReserve = 0x02 | 0x20 | 0x4000;

    private byte* _start;
    private int _length;

    /// <summary>All of it; empty where there was no memory.</summary>
    public readonly Span<byte> Bytes => new(_start, _length);

    /// <summary>The first byte, or null.</summary>
    public readonly byte* Start => _start;

    /// <summary>True where the kernel gave no memory.</summary>
    public readonly bool IsEmpty => _start == null;

    /// <summary>Asks for zeroed memory.</summary>
    /// <param name="length">Bytes, more than 0.</param>
    /// <returns>The memory; <see cref="IsEmpty"/> where there is none.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static MappedMemory Allocate(int length)
    {
        MappedMemory memory = default;
        nint address = Syscall.Map((nuint)length, ReadWrite, PrivateAnonymousNoReserve, -1, 0);
        if (Syscall.IsError(address))
            return memory;
        memory._start = (byte*)address;
        memory._length = length;
        return memory;
    }

    /// <summary>Maps a file that nobody shortens meanwhile, such as one of the kernel's own; it can't be written to.</summary>
    /// <param name="fd">The file, from its start. It may be closed afterwards.</param>
    /// <param name="length">Bytes, more than 0 and not beyond the file's last page.</param>
    /// <returns>The memory; <see cref="IsEmpty"/> for a file that can't be mapped.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static MappedMemory MapFile(int fd, int length)
    {
        MappedMemory memory = default;
        nint address = Syscall.Map((nuint)length, ReadOnly, Private, fd, 0);
        if (Syscall.IsError(address))
            return memory;
        memory._start = (byte*)address;
        memory._length = length;
        return memory;
    }

    /// <summary>Gives it back.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Dispose()
    {
        if (_start != null)
            Syscall.Invoke(SyscallNumber.Munmap, (nint)_start, _length);
        _start = null;
        _length = 0;
    }
}
