// mmap(2), mprotect(2): a page without access behind the last byte turns any read beyond an input into a fault.
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Corewright.Tests.Fuzz;

/// <summary>Memory that ends where access ends.</summary>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    private const int Read = 1, Write = 2, None = 0, Private = 2, Anonymous = 0x20;

    private readonly byte* _start;
    private readonly int _length;
    private readonly int _page = Environment.SystemPageSize;

    /// <param name="length">Bytes; rounded up to pages.</param>
    public GuardedMemory(int length)
    {
        _length = (length + _page - 1) / _page * _page;
        _start = (byte*)Map(0, (nuint)(_length + _page), Read | Write, Private | Anonymous, -1, 0);
        if ((nint)_start == -1 || Protect(_start + _length, (nuint)_page, None) != 0)
            throw new Win32Exception();
    }

    /// <summary>The last <paramref name="length"/> bytes: what follows them can't be touched.</summary>
    public Span<byte> Last(int length) => new(_start + _length - length, length);

    public void Dispose() => _ = Unmap(_start, (nuint)(_length + _page));

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Map(nint at, nuint length, int protection, int flags, int file, long offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int Protect(byte* at, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(byte* at, nuint length);
}
