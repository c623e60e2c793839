// BTF's header: Documentation/bpf/btf.rst, "BTF Type and String Encoding": magic 0xEB9F, version 1, flags 0, hdr_len 24,
// then type_off, type_len, str_off, str_len.
using System;
using System.Buffers.Binary;
using System.IO;

namespace Corewright.Build.Kernels;

/// <summary>Finds a kernel's BTF in an image that has no section headers (arm64's raw Image).</summary>
internal static class BtfScan
{
    private const int HeaderBytes = 24;

    // No kernel's own types take less; shorter hits would be some module's or a test's.
    private const uint LeastStrings = 4096;

    /// <summary>The one BTF of the image.</summary>
    /// <exception cref="InvalidDataException">None, or several.</exception>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> image)
    {
        ReadOnlySpan<byte> magic = [0x9F, 0xEB, 1, 0, HeaderBytes, 0, 0, 0];
        ReadOnlySpan<byte> found = [];
        for (int at = 0; image[at..].IndexOf(magic) is >= 0 and var next; at++)
        {
            at += next;
            if (image.Length - at < HeaderBytes)
                break;
            ReadOnlySpan<byte> header = image[at..];
            uint typeOffset = BinaryPrimitives.ReadUInt32LittleEndian(header[8..]);
            uint typeLength = BinaryPrimitives.ReadUInt32LittleEndian(header[12..]);
            uint stringOffset = BinaryPrimitives.ReadUInt32LittleEndian(header[16..]);
            uint stringLength = BinaryPrimitives.ReadUInt32LittleEndian(header[20..]);
            if (typeOffset != 0 || stringOffset != typeLength || stringLength < LeastStrings
                || HeaderBytes + (ulong)stringOffset + stringLength > (ulong)header.Length)
                continue;
            if (!found.IsEmpty)
                throw new InvalidDataException("the kernel image holds more than one BTF");
            found = header[..(int)(HeaderBytes + stringOffset + stringLength)];
        }
        return found.IsEmpty ? throw new InvalidDataException("the kernel image holds no BTF") : found;
    }
}
