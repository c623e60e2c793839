using System;
using Corewright.Bpf.Memory;

namespace Corewright.Bpf.Elf;

/// <summary>Walks over the functions that a program or library defines: first <c>.dynsym</c>, then <c>.symtab</c>.</summary>
public ref struct NativeSymbols
{
    /// <summary>Bytes of buffer that a walk needs. Names of a quarter of this and more are left out.</summary>
    public const int BufferBytes = 16 << 10;

    private const int VersionBytes = 2;
    private const int HiddenVersion = 0x8000;

    private readonly NativeElf _elf;
    private BinaryWindow _entries;
    private BinaryWindow _names;
    private BinaryWindow _versionWindow;
    private ElfSection _table;
    private ElfSection _strings;
    private ElfSection _versions;
    private ulong _next;
    private bool _inStatic;

    /// <summary>Begins a walk.</summary>
    /// <param name="elf">The file.</param>
    /// <param name="buffer">At least <see cref="BufferBytes"/>.</param>
    public NativeSymbols(NativeElf elf, Span<byte> buffer)
    {
        this = default;
        _elf = elf;
        int quarter = buffer.Length / 4;
        _entries = new BinaryWindow(elf.File, buffer[..(2 * quarter)]);
        _names = new BinaryWindow(elf.File, buffer.Slice(2 * quarter, quarter));
        _versionWindow = new BinaryWindow(elf.File, buffer[(3 * quarter)..]);
        elf.TryFindSection(ElfSectionType.SymbolVersions, out _versions);
        Begin(ElfSectionType.DynamicSymbolTable);
    }

    /// <summary>The current function's name; good until the next step.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>Its address; bit 0 is set for Thumb code.</summary>
    public ulong Value { get; private set; }

    /// <summary>How many bytes of code it has; 0 where that is not said, as for assembly.</summary>
    public ulong Size { get; private set; }

    /// <summary>Whether the name stands for whatever function it chooses at run time.</summary>
    public bool IsIndirect { get; private set; }

    /// <summary>How much a name means this function rather than another of the same name: the default version before older ones,
    /// global before weak before local.</summary>
    public int Rank { get; private set; }

    /// <summary>Goes to the next function.</summary>
    /// <returns>False at the end.</returns>
    public bool Next()
    {
        while (true)
        {
            while (_next < _table.Size / (uint)_elf.SymbolBytes)
            {
                if (!_entries.TryGet(_table.Offset + (_next * (uint)_elf.SymbolBytes), _elf.SymbolBytes, out ReadOnlySpan<byte> entry))
                    break;
                if (Read(entry, _next++))
                    return true;
            }
            if (_inStatic)
                return false;
            _inStatic = true;
            Begin(ElfSectionType.SymbolTable);
        }
    }

    private void Begin(ElfSectionType type)
    {
        _next = 1;
        if (!_elf.TryFindSection(type, out _table) || !_elf.TrySection((int)Math.Min(_table.Link, ushort.MaxValue), out _strings)
            || _strings.Type != ElfSectionType.StringTable || _strings.Offset + _strings.Size < _strings.Offset)
        {
            _table = default;
        }
    }

    private bool Read(ReadOnlySpan<byte> entry, ulong number)
    {
        bool is64 = _elf.Is64Bit;
        byte info = entry[is64 ? 4 : 12];
        var type = (ElfSymbolType)(info & 15);
        bool isDefined = LittleEndian.U16(entry, is64 ? 6 : 14) != 0;
        if (!isDefined || type is not (ElfSymbolType.Function or ElfSymbolType.IndirectFunction))
            return false;
        Value = is64 ? LittleEndian.U64(entry, 8) : LittleEndian.U32(entry, 4);
        Size = is64 ? LittleEndian.U64(entry, 16) : LittleEndian.U32(entry, 8);
        IsIndirect = type == ElfSymbolType.IndirectFunction;
        if (!_names.TryGetText(_strings.Offset + LittleEndian.U32(entry, 0), _strings.Offset + _strings.Size, out ReadOnlySpan<byte> name))
            return false;
        const int Global = 1, Weak = 2;
        Rank = (info >> 4) switch { Global => 3, Weak => 2, _ => 1 };
        Rank += !_inStatic && IsOldVersion(number) ? 0 : 3;

        // In .symtab the version is a part of the name: one @ for an old one, two for the default.
        int at = name.IndexOf((byte)'@');
        if (at > 0)
        {
            Rank -= at + 1 < name.Length && name[at + 1] == '@' ? 0 : 3;
            name = name[..at];
        }
        Name = name;
        return name.Length != 0;
    }

    private bool IsOldVersion(ulong number) =>
        number < _versions.Size / VersionBytes
        && _versionWindow.TryGet(_versions.Offset + (number * VersionBytes), VersionBytes, out ReadOnlySpan<byte> version)
        && (LittleEndian.U16(version, 0) & HiddenVersion) != 0;
}
