using System;

namespace Corewright.Bpf.Kernel;

/// <summary>
/// Reads the kernel's text files line by line through a buffer of the caller's, so that a file of many megabytes costs no memory.
/// A line that doesn't fit the buffer is left out.
/// </summary>
public ref struct LineReader
{
    private const int NoFile = -1;

    private readonly Span<byte> _buffer;
    private readonly int _fd;
    private int _start;
    private int _end;
    private bool _skips;

    private LineReader(int fd, Span<byte> buffer, int filled)
    {
        _fd = fd;
        _buffer = buffer;
        _end = filled;
    }

    /// <summary>Why reading ended before the file did: an errno, or 0.</summary>
    public int Errno { get; private set; }

    /// <summary>Opens a file.</summary>
    /// <param name="path">Ends with a zero byte.</param>
    /// <param name="buffer">Holds the longest line; more makes it faster.</param>
    /// <param name="reader">The reader, to be disposed.</param>
    /// <returns>0, or a negated errno.</returns>
    public static int Open(scoped ReadOnlySpan<byte> path, Span<byte> buffer, out LineReader reader)
    {
        int fd = KernelFile.Open(path);
        reader = new LineReader(fd, buffer, 0);
        return Math.Min(fd, 0);
    }

    /// <summary>Reads the lines of a text that is in memory.</summary>
    /// <param name="text">The text.</param>
    public static LineReader Over(Span<byte> text) => new(NoFile, text, text.Length);

    /// <summary>Goes to the next line.</summary>
    /// <param name="line">The line without its end; good until the next call.</param>
    /// <returns>False at the end, or where reading failed.</returns>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        int seen = 0;
        while (true)
        {
            ReadOnlySpan<byte> rest = _buffer[_start.._end];
            int length = rest[seen..].IndexOf((byte)'\n');
            if (length >= 0)
            {
                line = rest[..(seen + length)];
                _start += seen + length + 1;
                if (!_skips)
                    return true;
                _skips = false;
                seen = 0;
                continue;
            }
            if (Fill(out int read))
            {
                seen = _end - _start - read;
                continue;
            }
            line = _skips || Errno != 0 ? default : _buffer[_start.._end];
            _start = _end;
            return line.Length != 0;
        }
    }

    /// <summary>Closes the file.</summary>
    public readonly void Dispose()
    {
        if (_fd >= 0)
            Syscall.Close(_fd);
    }

    // What is left of a line moves to the front; where that is the whole buffer, the line is given up.
    private bool Fill(out int read)
    {
        read = 0;
        if (_fd < 0)
            return false;
        if (_start == 0 && _end == _buffer.Length)
        {
            _skips = true;
            _end = 0;
        }
        else if (_start != 0)
        {
            _buffer[_start.._end].CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }
        do
            read = (int)Syscall.Read(_fd, _buffer[_end..]);
        while (read == -Kernel.Errno.Interrupted);
        if (read < 0)
            Errno = -read;
        _end += Math.Max(read, 0);
        return read > 0;
    }
}
