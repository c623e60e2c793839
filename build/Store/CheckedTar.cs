// The ustar format of POSIX pax(1), and GNU tar's long names: blocks of 512 bytes, a header before the data of each entry.
using System;
using System.IO;

namespace Corewright.Build.Store;

/// <summary>
/// Passes a tar stream on, and refuses it where a header claims more text about an entry than any real one has: the library that
/// reads it would take the memory before it looks at how much there is.
/// </summary>
internal sealed class CheckedTar(Stream tar) : Stream
{
    private const int BlockBytes = 512;
    private const int SizeOffset = 124;
    private const int SizeBytes = 12;
    private const int TypeOffset = 156;
    private const int LongestText = 64 << 10;

    // A header and, of an extended one, its text.
    private readonly byte[] _head = new byte[BlockBytes + LongestText];
    private int _headLength;
    private int _headRead;
    private long _data;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
            return 0;
        if (_headRead == _headLength && _data > 0)
        {
            int read = tar.Read(buffer[..(int)Math.Min(buffer.Length, _data)]);
            _data -= read;
            return read;
        }
        if (_headRead == _headLength)
            NextHeader();
        int taken = Math.Min(buffer.Length, _headLength - _headRead);
        _head.AsSpan(_headRead, taken).CopyTo(buffer);
        _headRead += taken;
        return taken;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            tar.Dispose();
        base.Dispose(disposing);
    }

    private void NextHeader()
    {
        _headRead = 0;
        _headLength = tar.ReadAtLeast(_head.AsSpan(0, BlockBytes), BlockBytes, throwOnEndOfStream: false);
        // A torn one is the library's to refuse.
        if (_headLength != BlockBytes)
            return;
        long size = Size(_head.AsSpan(SizeOffset, SizeBytes));
        _data = (size + BlockBytes - 1) / BlockBytes * BlockBytes;
        // Extended headers, and GNU's long names and link targets.
        if ((char)_head[TypeOffset] is not ('x' or 'g' or 'L' or 'K'))
            return;
        if (size > LongestText)
            throw new InvalidDataException($"an entry's names or attributes take {size} bytes; {LongestText} is the most that is read");
        Span<byte> text = _head.AsSpan(BlockBytes, (int)_data);
        int read = tar.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
        _headLength += read;
        _data -= read;
        // It would count instead of the header's; only files of more than 8 GiB need one.
        if (text[..read].IndexOf(" size="u8) >= 0)
            throw new InvalidDataException("an entry has its size in an extended header");
    }

    // Octal digits between blanks and zero bytes or, where the highest bit is set, a big-endian number.
    private static long Size(ReadOnlySpan<byte> field)
    {
        long size = 0;
        if ((field[0] & 0x80) != 0)
        {
            foreach (byte value in field[^sizeof(long)..])
                size = (size << 8) | value;
        }
        else
        {
            foreach (byte digit in field.Trim(" \0"u8))
            {
                if (digit is < (byte)'0' or > (byte)'7')
                    throw new InvalidDataException("an entry's size is no number");
                size = (size << 3) | (uint)(digit - '0');
            }
        }
        return size is >= 0 and < long.MaxValue - BlockBytes ? size : throw new InvalidDataException("an entry's size is out of range");
    }
}
