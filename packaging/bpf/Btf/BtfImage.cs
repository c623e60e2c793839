// struct btf_header of include/uapi/linux/btf.h, in its first version, which every kernel takes.

using System;
using System.Buffers.Binary;
using Corewright.Bpf.Memory;

namespace Corewright.Bpf.Btf;

/// <summary>A BTF that can be changed: header, types, strings, and nothing between them.</summary>
internal ref struct BtfImage
{
    private const int HeaderBytes = 24;

    private Span<byte> _bytes;
    private int _typeBytes;

    /// <summary>All of it.</summary>
    public readonly Span<byte> Bytes => _bytes;

    /// <summary>The types; positions are those of <see cref="BtfType.Position"/>.</summary>
    public readonly Span<byte> Types => _bytes.Slice(HeaderBytes, _typeBytes);

    /// <summary>The strings.</summary>
    public readonly Span<byte> Strings => _bytes[(HeaderBytes + _typeBytes)..];

    /// <summary>Copies a BTF.</summary>
    /// <param name="types">The BTF.</param>
    /// <param name="arena">Keeps the copy.</param>
    /// <param name="image">The copy.</param>
    /// <returns><see cref="FaultCode.ArenaFull"/> or <see cref="FaultCode.SizeOutOfRange"/>.</returns>
    public static Fault Copy(scoped in BtfReader types, scoped ref Arena arena, out BtfImage image) =>
        Copy(types.Types, default, types.Strings, default, ref arena, out image);

    /// <summary>Copies a BTF and puts one more type and one more string at the ends.</summary>
    /// <param name="type">The type's bytes.</param>
    /// <param name="name">The string, without a zero.</param>
    /// <param name="arena">Keeps the copy.</param>
    /// <param name="image">The copy.</param>
    public readonly Fault Extend(scoped ReadOnlySpan<byte> type, scoped ReadOnlySpan<byte> name, scoped ref Arena arena, out BtfImage image) =>
        Copy(Types, type, Strings, name, ref arena, out image);

    /// <summary>Writes the header of a little-endian BTF.</summary>
    public static void WriteHeader(Span<byte> destination, int typeBytes, int stringBytes)
    {
        destination[..HeaderBytes].Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(destination[..2], BtfReader.Magic);
        destination[2] = 1;
        Write(destination, 4, HeaderBytes);
        Write(destination, 12, (uint)typeBytes);
        Write(destination, 16, (uint)typeBytes);
        Write(destination, 20, (uint)stringBytes);
    }

    /// <summary>A word at a position.</summary>
    public static uint Read(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.Slice(at, 4));

    /// <summary>Writes a word at a position.</summary>
    public static void Write(Span<byte> bytes, int at, uint value) =>
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.Slice(at, 4), value);

    private static Fault Copy(
        scoped ReadOnlySpan<byte> types, scoped ReadOnlySpan<byte> type, scoped ReadOnlySpan<byte> strings, scoped ReadOnlySpan<byte> name,
        scoped ref Arena arena, out BtfImage image)
    {
        image = default;
        image._typeBytes = types.Length + type.Length;
        int nameBytes = name.Length == 0 ? 0 : name.Length + 1;
        Fault fault = arena.Allocate(HeaderBytes + image._typeBytes + strings.Length + nameBytes, out image._bytes);
        if (fault.Failed)
            return fault;
        WriteHeader(image._bytes, image._typeBytes, strings.Length + nameBytes);
        types.CopyTo(image._bytes[HeaderBytes..]);
        type.CopyTo(image._bytes[(HeaderBytes + types.Length)..]);
        Span<byte> text = image.Strings;
        strings.CopyTo(text);
        if (nameBytes != 0)
        {
            name.CopyTo(text[strings.Length..]);
            text[^1] = 0;
        }
        return Fault.None;
    }
}
