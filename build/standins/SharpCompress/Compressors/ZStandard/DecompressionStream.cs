using System;
using System.IO;
using System.Runtime.InteropServices;
using SharpCompress.Common;

namespace SharpCompress.Compressors.ZStandard;

public class ZstdException(string message) : SharpCompressException(message)
{
}

/// <summary>Decodes Zstandard frames, one after the other, until the source ends.</summary>
public unsafe class DecompressionStream : NativeDecoder
{
    private readonly bool checkEndOfStream;
    private void* decoder;
    private bool isBetweenFrames = true;

    // The package's bufferSize is the size of its own buffer, which nobody can observe.
    public DecompressionStream(Stream stream, int bufferSize = 0, bool checkEndOfStream = true, bool leaveOpen = true)
        : base(stream, leaveOpen)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bufferSize);
        this.checkEndOfStream = checkEndOfStream;
        decoder = ZstdLibrary.CreateDecoder();
        if (decoder is null)
            throw new ZstdException("libzstd's decoder does not start.");
    }

    ~DecompressionStream() => Dispose(false);

    private protected override int Decode(ReadOnlySpan<byte> from, Span<byte> to, bool sourceEnded, out int consumed)
    {
        ObjectDisposedException.ThrowIf(decoder is null, this);
        if (sourceEnded && isBetweenFrames)
        {
            consumed = 0;
            IsDone = true;
            return 0;
        }

        fixed (byte* inputBytes = from, outputBytes = to)
        {
            var input = new ZstdLibrary.Buffer { Bytes = inputBytes, Size = (nuint)from.Length };
            var output = new ZstdLibrary.Buffer { Bytes = outputBytes, Size = (nuint)to.Length };
            nuint wanted = ZstdLibrary.Decompress(decoder, &output, &input);
            if (ZstdLibrary.IsError(wanted) != 0)
                throw new ZstdException(Marshal.PtrToStringUTF8((nint)ZstdLibrary.ErrorName(wanted)) ?? "unknown error");
            isBetweenFrames = wanted == 0;
            consumed = (int)input.Position;
            if (sourceEnded && output.Position == 0 && !isBetweenFrames)
            {
                if (checkEndOfStream)
                    throw new EndOfStreamException("The Zstandard frame ends early.");
                IsDone = true;
            }

            return (int)output.Position;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (decoder is not null)
        {
            _ = ZstdLibrary.FreeDecoder(decoder);
            decoder = null;
        }

        base.Dispose(disposing);
    }
}
