using System;
using System.IO;
using SharpCompress.Common;

namespace SharpCompress.Compressors.Deflate;

/// <summary>Decodes gzip, by .NET's own decoder.</summary>
public class GZipStream : Stream
{
    private readonly System.IO.Compression.GZipStream inner;

    public GZipStream(Stream stream, CompressionMode mode)
    {
        if (mode != CompressionMode.Decompress)
            throw new NotSupportedException("This stand-in for the package SharpCompress only decodes.");
        inner = new System.IO.Compression.GZipStream(stream, System.IO.Compression.CompressionMode.Decompress);
    }

    public override bool CanRead => inner.CanRead;

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
        try
        {
            return inner.Read(buffer);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidFormatException(exception.Message);
        }
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
            inner.Dispose();
        base.Dispose(disposing);
    }
}
