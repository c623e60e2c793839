// The Linux/x86 boot protocol: Documentation/arch/x86/boot.rst. The setup header begins at 0x1F1; "HdrS" stands at 0x202.
using System;
using System.Buffers.Binary;
using System.IO;

namespace Corewright.Build.Kernels;

/// <summary>An x86 bzImage, and the ELF vmlinux that it carries compressed.</summary>
internal static class BzImage
{
    private const int SetupSectors = 0x1F1, Magic = 0x202, Version = 0x206, PayloadOffset = 0x248, PayloadLength = 0x24C;

    /// <summary>Whether a file is one.</summary>
    public static bool Is(ReadOnlySpan<byte> file) =>
        file.Length >= PayloadLength + 4 && file[Magic..].StartsWith("HdrS"u8);

    /// <summary>The ELF vmlinux, without debugging information, which boots by its PVH entry.</summary>
    /// <exception cref="InvalidDataException">The header points outside the file, or holds no ELF file.</exception>
    public static byte[] Vmlinux(ReadOnlyMemory<byte> file)
    {
        ReadOnlySpan<byte> header = file.Span;
        if (!Is(header))
            throw new InvalidDataException("no bzImage");
        // payload_offset and payload_length came with protocol 2.08 (2.6.26).
        ushort version = BinaryPrimitives.ReadUInt16LittleEndian(header[Version..]);
        if (version < 0x208)
            throw new InvalidDataException($"a bzImage of boot protocol {version >> 8}.{version & 0xFF:D2}; 2.08 is the least that tells its payload");
        int sectors = header[SetupSectors] == 0 ? 4 : header[SetupSectors];
        uint payload = BinaryPrimitives.ReadUInt32LittleEndian(header[PayloadOffset..]);
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(header[PayloadLength..]);
        long start = (sectors + 1L) * 512 + payload;
        // The build appends the unpacked size (4 bytes) to compressors whose format does not end with it.
        if (length < 8 || start + length > file.Length)
            throw new InvalidDataException($"the bzImage's payload (at {start}, {length} bytes) is outside the file ({file.Length} bytes)");
        ReadOnlyMemory<byte> packed = file.Slice((int)start, (int)length);
        bool gzip = packed.Span[0] == 0x1F;
        byte[] vmlinux = Decompression.Decode(gzip ? packed : packed[..^4]);
        return vmlinux.AsSpan().StartsWith("\x7f"u8) && vmlinux.AsSpan(1).StartsWith("ELF"u8)
            ? vmlinux : throw new InvalidDataException("the bzImage's payload is no ELF file");
    }
}
