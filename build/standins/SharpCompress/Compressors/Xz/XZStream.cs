using System;
using System.IO;
using System.Runtime.InteropServices;
using SharpCompress.Common;
using static SharpCompress.Compressors.Xz.LzmaLibrary;

namespace SharpCompress.Compressors.Xz;

/// <summary>Decodes one .xz stream; what follows it in the source is left there.</summary>
public sealed unsafe class XZStream : NativeDecoder
{
    private const ulong MemoryLimit = 1UL << 30;

    private State* state;

    public XZStream(Stream baseStream) : base(baseStream, leaveOpen: false)
    {
        state = (State*)NativeMemory.AllocZeroed((nuint)sizeof(State));
        var result = StreamDecoder(state, MemoryLimit, 0);
        if (result != Result.Ok)
            throw new SharpCompressException($"liblzma's decoder does not start: {result}");
    }

    ~XZStream() => Dispose(false);

    private protected override int Decode(ReadOnlySpan<byte> from, Span<byte> to, bool sourceEnded, out int consumed)
    {
        ObjectDisposedException.ThrowIf(state is null, this);
        fixed (byte* input = from, output = to)
        {
            state->NextIn = input;
            state->AvailableIn = (nuint)from.Length;
            state->NextOut = output;
            state->AvailableOut = (nuint)to.Length;
            var result = Code(state, sourceEnded ? LzmaLibrary.Action.Finish : LzmaLibrary.Action.Run);
            consumed = from.Length - (int)state->AvailableIn;
            if (result == Result.StreamEnd)
                IsDone = true;
            else if (result == Result.BufferError && sourceEnded)
                throw new IncompleteArchiveException("The .xz stream ends early.");
            else if (result is not (Result.Ok or Result.BufferError))
                throw new InvalidFormatException($"The .xz stream is damaged (liblzma says {(int)result}).");
            return to.Length - (int)state->AvailableOut;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (state is not null)
        {
            End(state);
            NativeMemory.Free(state);
            state = null;
        }

        base.Dispose(disposing);
    }
}
