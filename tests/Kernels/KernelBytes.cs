using System;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace Corewright.Tests.Kernels;

/// <summary>Small kernel images for tests.</summary>
internal static class KernelBytes
{
    /// <summary>A BTF of no types and some strings.</summary>
    internal static byte[] Btf(int strings = 8192)
    {
        var btf = new byte[24 + strings];
        ((ReadOnlySpan<byte>)[0x9F, 0xEB, 1, 0, 24]).CopyTo(btf);
        BinaryPrimitives.WriteInt32LittleEndian(btf.AsSpan(20), strings);
        return btf;
    }

    /// <summary>An ELF file with a section .BTF.</summary>
    internal static byte[] Vmlinux(byte[] btf)
    {
        byte[] names = [0, .. ".BTF\0.shstrtab\0"u8];
        int namesAt = 64, btfAt = namesAt + names.Length, headersAt = (btfAt + btf.Length + 7) & ~7;
        var elf = new byte[headersAt + 3 * 64];
        ((ReadOnlySpan<byte>)[0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1]).CopyTo(elf);
        BinaryPrimitives.WriteInt16LittleEndian(elf.AsSpan(16), 2);
        BinaryPrimitives.WriteInt16LittleEndian(elf.AsSpan(18), 62);
        BinaryPrimitives.WriteInt32LittleEndian(elf.AsSpan(20), 1);
        BinaryPrimitives.WriteInt64LittleEndian(elf.AsSpan(40), headersAt);
        BinaryPrimitives.WriteInt16LittleEndian(elf.AsSpan(52), 64);
        BinaryPrimitives.WriteInt16LittleEndian(elf.AsSpan(58), 64);
        BinaryPrimitives.WriteInt16LittleEndian(elf.AsSpan(60), 3);
        BinaryPrimitives.WriteInt16LittleEndian(elf.AsSpan(62), 2);
        names.CopyTo(elf, namesAt);
        btf.CopyTo(elf, btfAt);
        Section(elf.AsSpan(headersAt + 64), 1, 1, btfAt, btf.Length);
        Section(elf.AsSpan(headersAt + 128), 6, 3, namesAt, names.Length);
        return elf;
    }

    /// <summary>A bzImage of boot protocol 2.15 around a payload that is followed by its unpacked size.</summary>
    internal static byte[] BzImage(byte[] payload, int unpackedSize)
    {
        const int sectors = 1, start = (sectors + 1) * 512;
        var image = new byte[start + payload.Length + 4];
        image[0x1F1] = sectors;
        "HdrS"u8.CopyTo(image.AsSpan(0x202));
        BinaryPrimitives.WriteInt16LittleEndian(image.AsSpan(0x206), 0x20F);
        BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(0x24C), payload.Length + 4);
        payload.CopyTo(image, start);
        BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(start + payload.Length), unpackedSize);
        return image;
    }

    /// <summary>An LZ4 legacy frame of literals only.</summary>
    internal static byte[] Lz4(byte[] content)
    {
        var block = new List<byte> { 0xF0 };
        int rest = content.Length - 15;
        for (; rest >= 255; rest -= 255)
            block.Add(255);
        block.Add((byte)rest);
        block.AddRange(content);
        byte[] frame = [0x02, 0x21, 0x4C, 0x18, 0, 0, 0, 0, .. block];
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(4), block.Count);
        return frame;
    }

    private static void Section(Span<byte> header, int name, int type, int offset, int size)
    {
        BinaryPrimitives.WriteInt32LittleEndian(header, name);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], type);
        BinaryPrimitives.WriteInt64LittleEndian(header[24..], offset);
        BinaryPrimitives.WriteInt64LittleEndian(header[32..], size);
    }
}
