using System;
using Corewright.Bpf.Kernel;

namespace Corewright.Bpf.Elf;

/// <summary>
/// An executable or a library, read piece by piece: such files can be larger than a board's memory, and mapping one that somebody
/// shortens meanwhile would kill the reader.
/// </summary>
public readonly ref struct BinaryFile
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _fd;
    private readonly bool _isOpen;

    private BinaryFile(int fd, bool isOpen, ReadOnlySpan<byte> bytes, ulong length)
    {
        _fd = fd;
        _isOpen = isOpen;
        _bytes = bytes;
        Length = length;
    }

    /// <summary>Its size in bytes when it was opened.</summary>
    public ulong Length { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="path">Ends with a zero byte.</param>
    /// <param name="file">The file, to be disposed.</param>
    /// <returns>0, or a negated errno.</returns>
    public static int Open(ReadOnlySpan<byte> path, out BinaryFile file)
    {
        file = default;
        int fd = KernelFile.Open(path);
        if (fd < 0)
            return fd;
        file = new BinaryFile(fd, true, default, (ulong)Math.Max(KernelFile.Size(fd), 0));
        return 0;
    }

    /// <summary>A file that is in memory.</summary>
    /// <param name="bytes">The whole file.</param>
    public static BinaryFile Over(ReadOnlySpan<byte> bytes) => new(0, false, bytes, (ulong)bytes.Length);

    /// <summary>Reads a piece.</summary>
    /// <param name="offset">Bytes from the file's start; may be any.</param>
    /// <param name="destination">Where to.</param>
    /// <returns>How many bytes there were: fewer than asked for at the file's end and where it can't be read.</returns>
    public int Read(ulong offset, scoped Span<byte> destination)
    {
        if (offset >= Length)
            return 0;
        destination = destination[..(int)Math.Min(Length - offset, (ulong)destination.Length)];
        if (!_isOpen)
        {
            _bytes.Slice((int)offset, destination.Length).CopyTo(destination);
            return destination.Length;
        }
        int length = 0;
        while (length < destination.Length)
        {
            int read = (int)Syscall.ReadAt(_fd, destination[length..], offset + (ulong)length);
            if (read == -Errno.Interrupted)
                continue;
            if (read <= 0)
                break;
            length += read;
        }
        return length;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        if (_isOpen)
            Syscall.Close(_fd);
    }
}

/// <summary>A part of a file in a buffer, moved to where it is needed.</summary>
internal ref struct BinaryWindow
{
    private readonly BinaryFile _file;
    private readonly Span<byte> _buffer;
    private ulong _start;
    private int _length;

    public BinaryWindow(BinaryFile file, Span<byte> buffer)
    {
        _file = file;
        _buffer = buffer;
    }

    /// <summary>Some bytes of the file; good until the next call.</summary>
    /// <param name="offset">Bytes from the file's start; may be any.</param>
    /// <param name="count">How many; up to the buffer's length.</param>
    /// <param name="bytes">The bytes.</param>
    /// <returns>Whether the file has them.</returns>
    public bool TryGet(ulong offset, int count, out ReadOnlySpan<byte> bytes)
    {
        bytes = UpTo(offset, count);
        return bytes.Length == count;
    }

    /// <summary>The text from a place to the next zero byte; good until the next call.</summary>
    /// <param name="offset">Bytes from the file's start; may be any.</param>
    /// <param name="end">Where the strings end.</param>
    /// <param name="text">The text without the zero byte.</param>
    /// <returns>False where there is no zero byte, or the text is as long as the buffer.</returns>
    public bool TryGetText(ulong offset, ulong end, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (offset >= end)
            return false;
        // What is in the buffer is mostly enough; only where it isn't, the buffer moves.
        ReadOnlySpan<byte> here = offset >= _start && offset - _start < (ulong)_length ? _buffer[(int)(offset - _start).._length] : default;
        int length = here.IndexOf((byte)0);
        if (length < 0)
        {
            here = UpTo(offset, _buffer.Length);
            length = here.IndexOf((byte)0);
        }
        if (length < 0 || (ulong)length >= end - offset)
            return false;
        text = here[..length];
        return true;
    }

    private ReadOnlySpan<byte> UpTo(ulong offset, int count)
    {
        if (offset < _start || offset - _start > (ulong)_length || (ulong)_length - (offset - _start) < (ulong)count)
        {
            _length = _file.Read(offset, _buffer);
            _start = offset;
        }
        int at = (int)(offset - _start);
        return _buffer.Slice(at, Math.Min(count, _length - at));
    }
}
