using System;
using System.Runtime.CompilerServices;
using Corewright.Bpf.Core;
using Corewright.Bpf.Memory;

namespace Corewright.Bpf.Btf;

public readonly ref partial struct BtfReader
{
    /// <summary>The magic number, as a machine of the same byte order reads it.</summary>
    public const ushort Magic = 0xeb9f;

    internal const ushort SwappedMagic = 0x9feb;
    private const int HeaderSize = 24;

    // With every 32nd position kept, the index of the largest kernels takes 20 KB, and finding a type a few hundred bytes' reading.
    private const int SparseShift = 5;

    // What follows a type's header, by kind: so many bytes, or so many for each item.
    private const byte PerItem = 0x80, Unknown = 0xff;

    private static ReadOnlySpan<byte> BodySizes =>
    [
        Unknown, 4, 0, 12, PerItem | 12, PerItem | 12, PerItem | 8, 0, 0, 0, 0, 0, 0, PerItem | 8, 4, PerItem | 12, 0, 4, 0, PerItem | 12,
    ];

    /// <summary>Reads the header and finds where each type starts, in one pass.</summary>
    /// <param name="data">The whole BTF: a file of <c>/sys/kernel/btf</c>, or an object's <c>.BTF</c> section.</param>
    /// <param name="arena">Keeps 4 bytes for each type.</param>
    /// <param name="btf">The reader; unusable on failure.</param>
    /// <returns>A fault of the 300s, or <see cref="FaultCode.ArenaFull"/>.</returns>
    public static Fault Open(ReadOnlySpan<byte> data, scoped ref Arena arena, out BtfReader btf)
    {
        CandidateSearch nothing = default;
        return Read(data, default, 0, ref arena, ref nothing, out btf);
    }

    /// <summary>Reads split BTF, such as a module's: its ids and string offsets continue those of its base.</summary>
    /// <param name="data">The whole split BTF.</param>
    /// <param name="base">What it continues: BTF that is not split itself, of the same byte order.</param>
    /// <param name="arena">Keeps 4 bytes for each type.</param>
    /// <param name="btf">The reader, for the types of both; unusable on failure.</param>
    /// <returns>A fault of the 300s, or <see cref="FaultCode.ArenaFull"/>.</returns>
    public static Fault OpenSplit(ReadOnlySpan<byte> data, scoped in BtfReader @base, scoped ref Arena arena, out BtfReader btf)
    {
        CandidateSearch nothing = default;
        return Read(data, @base, 0, ref arena, ref nothing, out btf);
    }

    /// <summary>
    /// Reads a kernel's BTF touching as little memory as possible: keeps the place of every 32nd type only, and looks for candidates
    /// in the same pass.
    /// </summary>
    /// <param name="data">The whole BTF.</param>
    /// <param name="arena">Keeps 4 bytes for each 32 types, and the candidates.</param>
    /// <param name="search">What is looked for.</param>
    /// <param name="btf">The reader; unusable on failure.</param>
    internal static Fault OpenSparse(
        ReadOnlySpan<byte> data, scoped ref Arena arena, scoped ref CandidateSearch search, out BtfReader btf) =>
        Read(data, default, SparseShift, ref arena, ref search, out btf);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Fault Read(
        ReadOnlySpan<byte> data, scoped in BtfReader @base, int shift, scoped ref Arena arena, scoped ref CandidateSearch search,
        out BtfReader btf)
    {
        btf = default;
        bool isSplit = @base.TypeCount != 0;
        Fault fault = ReadHeader(data, isSplit, out bool isBig, out ReadOnlySpan<byte> types, out ReadOnlySpan<byte> strings);
        if (fault.Failed)
            return fault;
        if (isSplit && (@base.FirstId != 1 || @base._isBig != isBig))
            return new Fault(FaultCode.BtfBadBase);
        fault = arena.Allocate(((types.Length / BtfType.HeaderSize) >> shift) + 1, out Span<int> positions);
        if (!fault.Failed && search.Kinds != 0)
            fault = search.TakeRoom(ref arena);
        if (fault.Failed)
            return fault;

        int firstId = isSplit ? @base.TypeCount : 1, firstString = isSplit ? @base._own.EndOfStrings : 0;
        if ((long)firstString + strings.Length > int.MaxValue)
            return new Fault(FaultCode.BtfBadStrings);
        uint mask = (1u << shift) - 1, endOfStrings = (uint)(firstString + strings.Length), kinds = search.Kinds;
        int count = 0, position = 0, pointerSize = @base.PointerSize;
        while (position < types.Length)
        {
            uint id = (uint)(firstId + count);
            if (types.Length - position < BtfType.HeaderSize)
                return new Fault(FaultCode.BtfTypeTruncated, (int)id);
            uint name = ByteOrder.U32(types, position, isBig), info = ByteOrder.U32(types, position + 4, isBig);
            int size = BodySize(info);
            if (size < 0)
                return new Fault(FaultCode.BtfUnknownKind, (int)id);
            int body = position + BtfType.HeaderSize;
            if (size > types.Length - body)
                return new Fault(FaultCode.BtfTypeTruncated, (int)id);
            if (name >= endOfStrings)
                return new Fault(FaultCode.BtfBadName, (int)id);
            int kind = (int)(info >> 24) & 0x7f;
            if (kind == (int)BtfKind.Int && pointerSize == 0 && name >= (uint)firstString)
            {
                var type = new BtfType(id, position, name - (uint)firstString, info, ByteOrder.U32(types, position + 8, isBig));
                pointerSize = PointerSizeFrom(type, strings);
            }
            if (((kinds >> kind) & 1) != 0 && search.HasFirstLetter(strings[(int)name]))
                search.Consider(id, (BtfKind)kind, ZeroTerminated.At(strings, name));
            if (((uint)count & mask) == 0)
                positions[count >> shift] = position;
            count++;
            position = body + size;
        }

        if (search.Kinds == 0)
            positions = arena.Shrink(positions, shift == 0 ? count : positions.Length);
        else if (search.Fault.Failed)
            return search.Fault;
        var own = new BtfTable(types, strings, positions, shift, firstId, count, firstString);
        btf = new BtfReader(own, isSplit ? @base._own : default, pointerSize, isBig);
        return Fault.None;
    }

    /// <summary>Where the type section starts in BTF that was opened.</summary>
    internal static int TypesOffset(ReadOnlySpan<byte> data) => (int)(LittleEndian.U32(data, 4) + LittleEndian.U32(data, 8));

    private static Fault ReadHeader(
        ReadOnlySpan<byte> data, bool isSplit, out bool isBig, out ReadOnlySpan<byte> types, out ReadOnlySpan<byte> strings)
    {
        types = strings = default;
        isBig = false;
        if (data.Length < 2)
            return new Fault(FaultCode.BtfBadMagic);
        ushort magic = LittleEndian.U16(data, 0);
        isBig = magic == SwappedMagic;
        if (isBig && !Features.BigEndian)
            return new Fault(FaultCode.BtfBigEndian);
        if (!isBig && magic != Magic)
            return new Fault(FaultCode.BtfBadMagic, magic);
        if (data.Length < HeaderSize)
            return new Fault(FaultCode.BtfBadHeader);
        if (data[2] != 1)
            return new Fault(FaultCode.BtfBadVersion, data[2]);

        uint headerSize = ByteOrder.U32(data, 4, isBig);
        uint typeOffset = ByteOrder.U32(data, 8, isBig), typeSize = ByteOrder.U32(data, 12, isBig);
        uint stringOffset = ByteOrder.U32(data, 16, isBig), stringSize = ByteOrder.U32(data, 20, isBig);
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
        // Strings of split BTF need not begin with the empty one, which the base has; there may be none at all.
        bool startsWell = isSplit ? strings.Length == 0 || strings[^1] == 0 : strings.Length != 0 && strings[0] == 0 && strings[^1] == 0;
        return startsWell ? Fault.None : new Fault(FaultCode.BtfBadStrings);
    }

    private static bool Fits(ReadOnlySpan<byte> data, uint offset, uint size) => (ulong)offset + size <= (ulong)data.Length;

    /// <summary>Bytes that follow a type's header.</summary>
    internal static int BodySize(BtfType type) => BodySize(type.Info);

    /// <summary>Bytes that follow a type's header; negative for a kind that is not known.</summary>
    private static int BodySize(uint info)
    {
        int kind = (int)(info >> 24) & 0x7f;
        if (kind >= BodySizes.Length)
            return -1;
        int size = BodySizes[kind];
        if (size < PerItem)
            return size;
        return size == Unknown ? -1 : (size & ~PerItem) * (int)(info & 0xffffff);
    }

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
