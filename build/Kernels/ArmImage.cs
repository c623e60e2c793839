// arm zImage: the self-extracting kernel's header has the magic 0x016F2818 at 0x24 (arch/arm/boot/compressed/head.S).
using System;
using System.Buffers.Binary;
using System.IO;

namespace Corewright.Build.Kernels;

/// <summary>An arm zImage, and the kernel that it carries, made bootable without unpacking itself in the guest.</summary>
internal static class ArmImage
{
    private const uint ZImageMagic = 0x016F2818;

    // QEMU puts a raw image at 0x10000 of memory. A multi-platform kernel is linked to run 0x208000 (textofs-y in arch/arm/Makefile)
    // beyond what it then takes for the beginning of memory, which before 5.11 has to be a multiple of 16 MiB. So the image gets
    // a branch to the kernel and room up to there; the memory below is lost to the guest.
    private const int LoadOffset = 0x10000, KernelOffset = 0x1000000 + 0x208000;

    /// <summary>Whether a file is a zImage.</summary>
    public static bool Is(ReadOnlySpan<byte> file) =>
        file.Length > 0x30 && BinaryPrimitives.ReadUInt32LittleEndian(file[0x24..]) == ZImageMagic;

    /// <summary>
    /// The unpacked kernel as QEMU's <c>-kernel</c> takes it: unpacking on the host once, instead of under emulation in every
    /// boot, halves a boot's time.
    /// </summary>
    /// <exception cref="InvalidDataException">No kernel compressed with xz is inside.</exception>
    public static byte[] Bootable(ReadOnlyMemory<byte> zImage)
    {
        byte[] kernel = Unpack(zImage);
        const int padding = KernelOffset - LoadOffset;
        var image = new byte[padding + kernel.Length];
        // B: condition "always", 24-bit offset in words from two instructions further on.
        BinaryPrimitives.WriteUInt32LittleEndian(image, 0xEA000000u | (padding - 8) >> 2);
        kernel.CopyTo(image, padding);
        return image;
    }

    // The decompressor's own strings hold xz's magic too; only a whole stream header (file format 2.1.1) with the checksum of its
    // flags begins the payload. The kernel's decoder knows no check (0) and CRC32 (1), so there are two such headers. The 4
    // bytes behind the stream are its unpacked size (scripts/Makefile.lib, size_append).
    private static byte[] Unpack(ReadOnlyMemory<byte> zImage)
    {
        ReadOnlySpan<byte> plain = [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, 0, 0, 0xFF, 0x12, 0xD9, 0x41];
        ReadOnlySpan<byte> checkedByCrc = [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, 0, 1, 0x69, 0x22, 0xDE, 0x36];
        int at = zImage.Span.IndexOf(checkedByCrc);
        if (at < 0)
            at = zImage.Span.IndexOf(plain);
        if (at < 0)
            throw new InvalidDataException("the zImage holds no kernel compressed with xz");
        byte[] kernel = Decompression.Decode(zImage[at..]);
        Span<byte> size = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(size, kernel.Length);
        if (zImage.Span[at..].IndexOf(size) < 0)
            throw new InvalidDataException($"the zImage's kernel unpacks to {kernel.Length} bytes, which is not the size that it states");
        return kernel;
    }
}
