// getdents64(2): records of inode (8 bytes), position (8), the record's length (2), type (1), and a name that ends with a zero byte.

using System;
using System.Buffers.Binary;

namespace Corewright.Bpf.Kernel;

/// <summary>Walks over the names in a folder, in no order.</summary>
public unsafe ref struct FolderNames
{
    /// <summary>Bytes of buffer that make a walk quick; the longest record takes 280.</summary>
    public const int BufferBytes = 4 << 10;

    private const int LengthOffset = 16;
    private const int TypeOffset = 18;
    private const int NameOffset = 19;

    // DT_DIR of dirent.h.
    private const byte FolderType = 4;

    private readonly Span<byte> _buffer;
    private readonly int _fd;
    private int _next;
    private int _end;

    private FolderNames(int fd, Span<byte> buffer)
    {
        _fd = fd;
        _buffer = buffer;
    }

    /// <summary>Begins a walk.</summary>
    /// <param name="path">The folder; ends with a zero byte.</param>
    /// <param name="buffer">Best <see cref="BufferBytes"/> long.</param>
    /// <param name="names">The walk, to be disposed.</param>
    /// <returns>0, or a negated errno.</returns>
    public static int Open(scoped ReadOnlySpan<byte> path, Span<byte> buffer, out FolderNames names)
    {
        int fd = KernelFile.Open(path);
        names = new FolderNames(fd, buffer);
        return Math.Min(fd, 0);
    }

    /// <summary>The inode number of what was gone to last.</summary>
    public ulong Inode { get; private set; }

    /// <summary>Whether it is a folder.</summary>
    public bool IsFolder { get; private set; }

    /// <summary>Goes to the next name.</summary>
    /// <param name="name">The name; good until the next step.</param>
    /// <returns>False at the end, and where reading failed.</returns>
    public bool Next(out ReadOnlySpan<byte> name)
    {
        name = default;
        if (_next >= _end && !Fill())
            return false;
        ReadOnlySpan<byte> record = _buffer[_next.._end];
        int length = record.Length < NameOffset ? 0 : BinaryPrimitives.ReadUInt16LittleEndian(record[LengthOffset..]);
        if (length <= NameOffset || length > record.Length)
            return false;
        _next += length;
        Inode = BinaryPrimitives.ReadUInt64LittleEndian(record);
        IsFolder = record[TypeOffset] == FolderType;
        name = record[NameOffset..length];
        int end = name.IndexOf((byte)0);
        name = end < 0 ? name : name[..end];
        return true;
    }

    /// <summary>Ends the walk.</summary>
    public readonly void Dispose()
    {
        if (_fd >= 0)
            Syscall.Close(_fd);
    }

    private bool Fill()
    {
        _next = 0;
        fixed (byte* start = _buffer)
            _end = (int)Syscall.Invoke(SyscallNumber.Getdents64, _fd, (nint)start, _buffer.Length);
        return _end > 0;
    }
}
