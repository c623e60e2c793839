using System;
using Corewright.Bpf.Memory;

namespace Corewright.Bpf.Btf;

/// <summary>One of the three tables of <c>.BTF.ext</c>: records, grouped by the ELF section that they are about.</summary>
public readonly ref struct BtfExtTable
{
    private readonly ReadOnlySpan<byte> _sections;
    private readonly bool _isBig;

    internal BtfExtTable(ReadOnlySpan<byte> sections, int recordSize, bool isBig)
    {
        _isBig = isBig;
        _sections = sections;
        RecordSize = recordSize;
    }

    /// <summary>Bytes of one record; newer compilers may append fields.</summary>
    public int RecordSize { get; }

    /// <summary>Walks the sections in file order.</summary>
    public Cursor Sections => new(_sections, RecordSize, _isBig);

    /// <summary>How many records there are in all sections.</summary>
    public int RecordCount
    {
        get
        {
            int count = 0;
            Cursor cursor = Sections;
            while (cursor.Next(out BtfExtSection section))
                count += section.Count;
            return count;
        }
    }

    /// <summary>Where a walk is.</summary>
    public ref struct Cursor
    {
        private readonly int _recordSize;
        private readonly bool _isBig;
        private ReadOnlySpan<byte> _rest;

        internal Cursor(ReadOnlySpan<byte> rest, int recordSize, bool isBig)
        {
            _isBig = isBig;
            _rest = rest;
            _recordSize = recordSize;
        }

        /// <summary>Goes to the next section.</summary>
        /// <returns>Whether there was one.</returns>
        public bool Next(out BtfExtSection section)
        {
            if (_rest.Length == 0)
            {
                section = default;
                return false;
            }

            int count = (int)ByteOrder.U32(_rest, 4, _isBig), bytes = count * _recordSize;
            section = new BtfExtSection(ByteOrder.U32(_rest, 0, _isBig), _rest.Slice(8, bytes), _recordSize, _isBig);
            _rest = _rest[(8 + bytes)..];
            return true;
        }
    }
}

/// <summary>The records that are about one ELF section.</summary>
public readonly ref struct BtfExtSection
{
    private readonly ReadOnlySpan<byte> _records;
    private readonly int _recordSize;
    private readonly bool _isBig;

    internal BtfExtSection(uint nameOffset, ReadOnlySpan<byte> records, int recordSize, bool isBig)
    {
        _isBig = isBig;
        NameOffset = nameOffset;
        _records = records;
        _recordSize = recordSize;
    }

    /// <summary>Where the ELF section's name is in the BTF's strings.</summary>
    public uint NameOffset { get; }

    /// <summary>How many records there are.</summary>
    public int Count => _recordSize == 0 ? 0 : _records.Length / _recordSize;

    /// <summary>A record's bytes.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    public ReadOnlySpan<byte> Record(int index) => _records.Slice(index * _recordSize, _recordSize);

    /// <summary>A record of <see cref="BtfExtReader.Functions"/>: the instruction's offset in bytes, and the function's type.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    /// <param name="type">The id of a <see cref="BtfKind.Function"/>.</param>
    public uint Function(int index, out uint type)
    {
        ReadOnlySpan<byte> record = Record(index);
        type = U32(record, 4);
        return U32(record, 0);
    }

    /// <summary>A record of <see cref="BtfExtReader.Lines"/>.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    public BtfExtLine Line(int index)
    {
        ReadOnlySpan<byte> record = Record(index);
        return new BtfExtLine(
            U32(record, 0), U32(record, 4), U32(record, 8), U32(record, 12));
    }

    /// <summary>A record of <see cref="BtfExtReader.Relocations"/>.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1; this is libbpf's <c>relo #N</c>.</param>
    public CoreRelocation Relocation(int index)
    {
        ReadOnlySpan<byte> record = Record(index);
        return new CoreRelocation(
            U32(record, 0),
            U32(record, 4),
            U32(record, 8),
            (CoreKind)U32(record, 12));
    }

    private uint U32(ReadOnlySpan<byte> record, int at) => ByteOrder.U32(record, at, _isBig);
}
