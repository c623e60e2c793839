using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;

namespace Corewright.Tests.Loaders;

/// <summary>What the tests ask an executable's headers (ELF specification, both classes, little-endian).</summary>
internal sealed class ElfImage
{
    internal const uint Load = 1;
    internal const uint Dynamic = 2;
    internal const uint Interpreter = 3;
    internal const uint Note = 4;
    internal const uint GnuStack = 0x6474e551;
    internal const uint Execute = 1;
    internal const uint Write = 2;

    private readonly byte[] _file;
    private readonly bool _wide;

    internal ElfImage(string path)
    {
        _file = File.ReadAllBytes(path);
        _wide = _file[4] == 2;
        Type = At<ushort>(16);
        Machine = At<ushort>(18);
        SectionTable = _wide ? At<long>(40) : At<uint>(32);
        long table = _wide ? At<long>(32) : At<uint>(28);
        int size = At<ushort>(_wide ? 54 : 42);
        int count = At<ushort>(_wide ? 56 : 44);
        var segments = new List<Segment>();
        for (int i = 0; i < count; i++)
        {
            int at = (int)table + (i * size);
            segments.Add(_wide
                ? new Segment(At<uint>(at), At<uint>(at + 4), At<long>(at + 8), At<long>(at + 32), At<long>(at + 16), At<long>(at + 40))
                : new Segment(At<uint>(at), At<uint>(at + 24), At<uint>(at + 4), At<uint>(at + 16), At<uint>(at + 8), At<uint>(at + 20)));
        }

        Segments = segments;
    }

    internal ushort Type { get; }

    internal ushort Machine { get; }

    internal long SectionTable { get; }

    internal IReadOnlyList<Segment> Segments { get; }

    internal ReadOnlySpan<byte> Bytes(Segment segment) => _file.AsSpan((int)segment.Offset, (int)segment.FileBytes);

    /// <summary>The types of the sections.</summary>
    internal IEnumerable<uint> SectionTypes()
    {
        int size = At<ushort>(_wide ? 58 : 46);
        int count = At<ushort>(_wide ? 60 : 48);
        for (int i = 0; i < count; i++)
            yield return At<uint>((int)SectionTable + (i * size) + 4);
    }

    private T At<T>(int offset)
        where T : unmanaged => MemoryMarshal.Read<T>(_file.AsSpan(offset));

    internal sealed record Segment(uint Type, uint Flags, long Offset, long FileBytes, long Address, long MemoryBytes);
}
