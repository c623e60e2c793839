using System;
using System.IO;
using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace Corewright.Build.Matrix;

/// <summary>A file's bytes, mapped and not copied. The caches that it is used on replace files whole, never in place.</summary>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly MemoryMappedFile? _file;
    private readonly MemoryMappedViewAccessor? _view;
    private readonly byte* _start;
    private readonly int _length;

    /// <exception cref="BuildException">The file can't be read, or is 2 GiB or more.</exception>
    public MappedFile(string path)
    {
        try
        {
            using SafeFileHandle handle = File.OpenHandle(path);
            long length = RandomAccess.GetLength(handle);
            if (length > int.MaxValue)
                throw new BuildException("the file is too big", path);
            _length = (int)length;
            if (length == 0)
                return;
            _file = MemoryMappedFile.CreateFromFile(handle, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, true);
            _view = _file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
            _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
            _start += _view.PointerOffset;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BuildException("the file can't be read", path, cause: e);
        }
    }

    /// <summary>All of it; not to be used after the file is disposed.</summary>
    public ReadOnlySpan<byte> Bytes => new(_start, _length);

    public void Dispose()
    {
        _view?.SafeMemoryMappedViewHandle.ReleasePointer();
        _view?.Dispose();
        _file?.Dispose();
    }
}
