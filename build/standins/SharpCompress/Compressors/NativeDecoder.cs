using System;
using System.IO;

namespace SharpCompress.Compressors;

/// <summary>A stream that a native library decodes: keeps the input buffer, and turns the library's steps into reads.</summary>
/// <param name="source">The compressed bytes.</param>
/// <param name="leaveOpen">Whether the source outlives this.</param>
public abstract class NativeDecoder(Stream source, bool leaveOpen) : Stream
{
    private readonly byte[] input = new byte[64 * 1024];
    private int start;
    private int end;

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
        if (buffer.IsEmpty || IsDone)
            return 0;
        bool sourceEnded = false;
        while (true)
        {
            if (start == end && !sourceEnded)
            {
                (start, end) = (0, source.Read(input));
                sourceEnded = end == 0;
            }

            int written = Decode(input.AsSpan(start, end - start), buffer, sourceEnded, out int consumed);
            start += consumed;
            if (IsDone)
                GiveBack();
            if (written > 0 || IsDone)
                return written;
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Whether the compressed stream's end was reached; set by <see cref="Decode"/>.</summary>
    private protected bool IsDone { get; set; }

    /// <summary>One step of the library.</summary>
    /// <param name="from">What is left of the input; empty only when the source has ended.</param>
    /// <param name="to">Where the decoded bytes go.</param>
    /// <param name="sourceEnded">Whether nothing comes after <paramref name="from"/>.</param>
    /// <param name="consumed">How many bytes of the input were used.</param>
    /// <returns>How many bytes were written; 0 asks for more input.</returns>
    private protected abstract int Decode(ReadOnlySpan<byte> from, Span<byte> to, bool sourceEnded, out int consumed);

    protected override void Dispose(bool disposing)
    {
        if (disposing && !leaveOpen)
            source.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Leaves a source that can seek right behind the compressed stream's end, where the next one may begin.</summary>
    private void GiveBack()
    {
        if (source.CanSeek && end > start)
            source.Seek(start - end, SeekOrigin.Current);
        start = end = 0;
    }
}
