using System;
using System.Buffers.Binary;
using System.Text;

namespace Corewright.Tests.Loader;

/// <summary>A vmlinux as far as a loader reads it.</summary>
internal static class Vmlinux
{
    /// <summary>An ELF file of 32 bits: header, names, section headers, and the BTF last.</summary>
    public static byte[] Of32Bits(byte[] types)
    {
        const int Header = 52, Section = 40;
        byte[] names = Encoding.ASCII.GetBytes("\0.BTF\0.shstrtab\0");
        int namesAt = Header, sectionsAt = Header + names.Length, typesAt = sectionsAt + (3 * Section);
        byte[] file = new byte[typesAt + types.Length];
        "\u007fELF"u8.CopyTo(file);
        file[4] = file[5] = file[6] = 1;
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(32), sectionsAt);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(46), Section);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(48), 3);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(50), 2);
        names.CopyTo(file, namesAt);
        Describe(1, 1, 1, typesAt, types.Length);
        Describe(2, 6, 3, namesAt, names.Length);
        types.CopyTo(file, typesAt);
        return file;

        void Describe(int index, int name, int type, int offset, int size)
        {
            Span<byte> section = file.AsSpan(sectionsAt + (index * Section));
            BinaryPrimitives.WriteInt32LittleEndian(section, name);
            BinaryPrimitives.WriteInt32LittleEndian(section[4..], type);
            BinaryPrimitives.WriteInt32LittleEndian(section[16..], offset);
            BinaryPrimitives.WriteInt32LittleEndian(section[20..], size);
        }
    }
}
