using System;
using Corewright.Bpf.Memory;

namespace Corewright.Bpf.Btf;

/// <summary>
/// Reads an object's <c>.BTF.ext</c> section in place (the kernel's Documentation/bpf/btf.rst, and llvm_reloc.rst for the CO-RE
/// part). <see cref="Open"/> checks all of its structure, so walking it later can't fail.
/// </summary>
public readonly ref struct BtfExtReader
{
    private const int SmallestHeader = 24;
    private const int HeaderWithRelocations = 32;

    private BtfExtReader(scoped in BtfExtTable functions, scoped in BtfExtTable lines, scoped in BtfExtTable relocations)
    {
        Functions = functions;
        Lines = lines;
        Relocations = relocations;
    }

    /// <summary>Which type each function has: records of {instruction offset, type id}.</summary>
    public BtfExtTable Functions { get; }

    /// <summary>Source lines: records of {instruction offset, file name, line text, line and column}.</summary>
    public BtfExtTable Lines { get; }

    /// <summary>CO-RE relocations: records of {instruction offset, type id, access string, kind}.</summary>
    public BtfExtTable Relocations { get; }

    /// <summary>Reads and checks the header and the three tables.</summary>
    /// <param name="data">The whole section.</param>
    /// <param name="ext">The reader; empty on failure.</param>
    /// <returns>A fault of the 300s for the magic number, of the 400s for the rest.</returns>
    public static Fault Open(ReadOnlySpan<byte> data, out BtfExtReader ext)
    {
        ext = default;
        if (data.Length < 2)
            return new Fault(FaultCode.BtfBadMagic);
        ushort magic = LittleEndian.U16(data, 0);
        bool isBig = magic == BtfReader.SwappedMagic;
        if (isBig && !Features.BigEndian)
            return new Fault(FaultCode.BtfBigEndian, magic);
        if (!isBig && magic != BtfReader.Magic)
            return new Fault(FaultCode.BtfBadMagic, magic);
        if (data.Length < SmallestHeader)
            return new Fault(FaultCode.BtfExtBadHeader);
        if (data[2] != 1)
            return new Fault(FaultCode.BtfBadVersion, data[2]);
        uint headerSize = ByteOrder.U32(data, 4, isBig);
        if (headerSize < SmallestHeader || headerSize > (uint)data.Length || headerSize % 4 != 0)
            return new Fault(FaultCode.BtfExtBadHeader);

        ReadOnlySpan<byte> body = data[(int)headerSize..];
        BtfExtTable relocations = default;
        Fault fault = ReadTable(data, 8, body, 8, isBig, out BtfExtTable functions);
        if (fault.Failed)
            return fault;
        fault = ReadTable(data, 16, body, 16, isBig, out BtfExtTable lines);
        if (fault.Failed)
            return fault;
        if (headerSize >= HeaderWithRelocations)
        {
            fault = ReadTable(data, 24, body, 16, isBig, out relocations);
            if (fault.Failed)
                return fault;
        }

        ext = new BtfExtReader(functions, lines, relocations);
        return Fault.None;
    }

    private static Fault ReadTable(
        ReadOnlySpan<byte> data, int at, ReadOnlySpan<byte> body, uint smallestRecord, bool isBig, out BtfExtTable table)
    {
        table = default;
        uint offset = ByteOrder.U32(data, at, isBig), length = ByteOrder.U32(data, at + 4, isBig);
        if (length == 0)
            return Fault.None;
        if (offset % 4 != 0 || length < 4 || (ulong)offset + length > (ulong)body.Length)
            return new Fault(FaultCode.BtfExtBadHeader);
        ReadOnlySpan<byte> part = body.Slice((int)offset, (int)length);
        uint recordSize = ByteOrder.U32(part, 0, isBig);
        if (recordSize < smallestRecord || recordSize % 4 != 0 || recordSize > int.MaxValue)
            return new Fault(FaultCode.BtfExtBadRecordSize, (int)recordSize);

        ReadOnlySpan<byte> rest = part[4..];
        for (int section = 0; rest.Length > 0; section++)
        {
            if (rest.Length < 8)
                return new Fault(FaultCode.BtfExtBadSection, section);
            uint records = ByteOrder.U32(rest, 4, isBig);
            ulong bytes = (ulong)records * recordSize;
            if (records == 0 || bytes > (ulong)(rest.Length - 8))
                return new Fault(FaultCode.BtfExtBadSection, section);
            rest = rest[(8 + (int)bytes)..];
        }

        table = new BtfExtTable(part[4..], (int)recordSize, isBig);
        return Fault.None;
    }
}
