using System;
using System.Runtime.CompilerServices;
using Corewright.Bpf.Memory;

namespace Corewright.Bpf.Btf;

public readonly ref partial struct BtfReader
{
    /// <summary>The magic number, as a little-endian machine reads it.</summary>
    public const ushort Magic = 0xeb9f;

    private const int HeaderSize = 24;

    /// <summary>Reads the header and finds where each type starts, in one pass.</summary>
    /// <param name="data">The whole BTF: a file of <c>/sys/kernel/btf</c>, or an object's <c>.BTF</c> section.</param>
    /// <param name="arena">Keeps 4 bytes for each type.</param>
    /// <param name="btf">The reader; unusable on failure.</param>
    /// <returns>A fault of the 300s, or <see cref="FaultCode.ArenaFull"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Fault Open(ReadOnlySpan<byte> data, scoped ref Arena arena, out BtfReader btf)
    {
        btf = default;
        Fault fault = ReadHeader(data, out ReadOnlySpan<byte> types, out ReadOnlySpan<byte> strings);
        if (fault.Failed)
            return fault;
        fault = arena.Allocate((types.Length / BtfType.HeaderSize) + 1, out Span<int> positions);
        if (fault.Failed)
            return fault;

        int count = 1, position = 0, pointerSize = 0;
        positions[0] = 0;
        while (position < types.Length)
        {
            if (types.Length - position < BtfType.HeaderSize)
                return new Fault(FaultCode.BtfTypeTruncated, count);
            ReadOnlySpan<byte> header = types.Slice(position, BtfType.HeaderSize);
            var type = new BtfType(
                (uint)count, position, LittleEndian.U32(header, 0), LittleEndian.U32(header, 4), LittleEndian.U32(header, 8));
            int size = BodySize(type);
            if (size < 0)
                return new Fault(FaultCode.BtfUnknownKind, count);
            if (size > types.Length - type.Body)
                return new Fault(FaultCode.BtfTypeTruncated, count);
            if (type.NameOffset >= (uint)strings.Length)
                return new Fault(FaultCode.BtfBadName, count);
            if (type.Kind == BtfKind.Int && pointerSize == 0)
                pointerSize = PointerSizeFrom(type, strings);
            positions[count++] = position;
            position = type.Body + size;
        }

        btf = new BtfReader(types, strings, arena.Shrink(positions, count), pointerSize);
        return Fault.None;
    }

    /// <summary>Where the type section starts in BTF that was opened.</summary>
    internal static int TypesOffset(ReadOnlySpan<byte> data) => (int)(LittleEndian.U32(data, 4) + LittleEndian.U32(data, 8));

    private static Fault ReadHeader(ReadOnlySpan<byte> data, out ReadOnlySpan<byte> types, out ReadOnlySpan<byte> strings)
    {
        types = strings = default;
        if (data.Length < 2)
            return new Fault(FaultCode.BtfBadMagic);
        ushort magic = LittleEndian.U16(data, 0);
        if (magic == 0x9feb)
            return new Fault(FaultCode.BtfBigEndian);
        if (magic != Magic)
            return new Fault(FaultCode.BtfBadMagic, magic);
        if (data.Length < HeaderSize)
            return new Fault(FaultCode.BtfBadHeader);
        if (data[2] != 1)
            return new Fault(FaultCode.BtfBadVersion, data[2]);

        uint headerSize = LittleEndian.U32(data, 4);
        uint typeOffset = LittleEndian.U32(data, 8), typeSize = LittleEndian.U32(data, 12);
        uint stringOffset = LittleEndian.U32(data, 16), stringSize = LittleEndian.U32(data, 20);
        if (headerSize < HeaderSize || headerSize > (uint)data.Length || headerSize % 4 != 0)
            return new Fault(FaultCode.BtfBadHeader);
        ReadOnlySpan<byte> body = data[(int)headerSize..];
        if (typeOffset % 4 != 0 || typeSize % 4 != 0 || !Fits(body, typeOffset, typeSize) || !Fits(body, stringOffset, stringSize)
            || (ulong)typeOffset + typeSize > stringOffset)
        {
            return new Fault(FaultCode.BtfBadHeader);
        }

        types = body.Slice((int)typeOffset, (int)typeSize);
        strings = body.Slice((int)stringOffset, (int)stringSize);
        return strings.Length == 0 || strings[0] != 0 || strings[^1] != 0 ? new Fault(FaultCode.BtfBadStrings) : Fault.None;
    }

    private static bool Fits(ReadOnlySpan<byte> data, uint offset, uint size) => (ulong)offset + size <= (ulong)data.Length;

    /// <summary>Bytes that follow a type's header; negative for a kind that is not known.</summary>
    private static int BodySize(BtfType type) => type.Kind switch
    {
        BtfKind.Int or BtfKind.Variable or BtfKind.DeclarationTag => 4,
        BtfKind.Array => 12,
        BtfKind.Struct or BtfKind.Union or BtfKind.DataSection or BtfKind.Enum64 => type.Count * 12,
        BtfKind.Enum or BtfKind.FunctionPrototype => type.Count * 8,
        BtfKind.Pointer or BtfKind.Forward or BtfKind.Typedef or BtfKind.Volatile or BtfKind.Const or BtfKind.Restrict
            or BtfKind.Function or BtfKind.Float or BtfKind.TypeTag => 0,
        _ => -1,
    };

    /// <summary>
    /// The width of <c>long</c> is that of a pointer on every Linux target; compilers spell it in several ways. 0 if this is not it.
    /// </summary>
    internal static int PointerSizeFrom(BtfType type, ReadOnlySpan<byte> strings)
    {
        if (type.SizeOrType is not (4 or 8))
            return 0;
        ReadOnlySpan<byte> name = ZeroTerminated.At(strings, type.NameOffset);
        int longs = 0;
        while (name.Length > 0)
        {
            int space = name.IndexOf((byte)' ');
            ReadOnlySpan<byte> word = space < 0 ? name : name[..space];
            name = space < 0 ? default : name[(space + 1)..];
            if (word.SequenceEqual("long"u8))
                longs++;
            else if (!word.SequenceEqual("unsigned"u8) && !word.SequenceEqual("int"u8))
                return 0;
        }

        return longs == 1 ? (int)type.SizeOrType : 0;
    }
}
