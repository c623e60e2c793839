using System;
using System.IO;

namespace Corewright.Build.Kernels;

/// <summary>A part of a file as a stream of its own.</summary>
/// <param name="file">Read and moved; it belongs to the caller.</param>
/// <param name="offset">Where the part begins.</param>
/// <param name="length">How long it is, in bytes.</param>
internal sealed class Slice(Stream file, long offset, long length) : Stream
{
    private long _position;

    /// <inheritdoc />
    public override int Read(Span<byte> buffer)
    {
        int count = (int)Math.Min(buffer.Length, length - _position);
        if (count <= 0)
            return 0;
        file.Position = offset + _position;
        int read = file.Read(buffer[..count]);
        _position += read;
        return read;
    }

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc />
    public override bool CanRead => true;

    /// <inheritdoc />
    public override bool CanSeek => false;

    /// <inheritdoc />
    public override bool CanWrite => false;

    /// <inheritdoc />
    public override long Length => length;

    /// <inheritdoc />
    public override long Position { get => _position; set => throw new NotSupportedException(); }

    /// <inheritdoc />
    public override void Flush()
    {
    }

    /// <inheritdoc />
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
