using System;
using System.Buffers.Binary;
using System.IO;
using System.IO.Compression;
using SharpCompress.Compressors.Xz;
using SharpCompress.Compressors.ZStandard;

namespace Corewright.Build.Kernels;

/// <summary>Unpacks what a kernel image carries inside, whichever compressor its configuration chose.</summary>
internal static class Decompression
{
    /// <summary>The largest kernel that is unpacked, in bytes.</summary>
    public const int MaximumBytes = 512 << 20;

    /// <summary>Unpacks xz, Zstandard, gzip or an LZ4 legacy frame.</summary>
    /// <param name="packed">The compressed bytes; what follows their end is ignored.</param>
    /// <exception cref="InvalidDataException">An unknown compressor, or bytes that it did not make.</exception>
    public static byte[] Decode(ReadOnlyMemory<byte> packed)
    {
        ReadOnlySpan<byte> head = packed.Span;
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0]))
            return ReadAll(new XZStream(Stream(packed)));
        if (head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
            return ReadAll(new GZipStream(Stream(packed), CompressionMode.Decompress));
        if (head.Length < 4)
            throw new InvalidDataException("no compressed kernel");
        return BinaryPrimitives.ReadUInt32LittleEndian(head) switch
        {
            0xFD2FB528 => ReadAll(new DecompressionStream(Stream(packed), checkEndOfStream: false)),
            Lz4LegacyFrame.Magic => Lz4LegacyFrame.Decode(head, MaximumBytes),
            uint magic => throw new InvalidDataException($"a kernel compressed in an unknown way (it begins with 0x{magic:X8})"),
        };
    }

    private static MemoryStream Stream(ReadOnlyMemory<byte> memory) => new(memory.ToArray(), writable: false);

    private static byte[] ReadAll(Stream unpacker)
    {
        using (unpacker)
        {
            using var output = new MemoryStream();
            var buffer = new byte[1 << 20];
            try
            {
                for (int read; (read = unpacker.Read(buffer)) > 0;)
                {
                    if (output.Length + read > MaximumBytes)
                        throw new InvalidDataException($"the kernel unpacks to more than {MaximumBytes >> 20} MiB");
                    output.Write(buffer, 0, read);
                }
            }
            catch (Exception e) when (e is not InvalidDataException)
            {
                throw new InvalidDataException($"the compressed kernel is damaged: {e.Message}", e);
            }
            return output.ToArray();
        }
    }
}
