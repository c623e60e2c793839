// Notes of <sys/sdt.h>, SystemTap's UserSpaceProbeImplementation: section .note.stapsdt, name "stapsdt", type 3; three addresses
// of the file's word size (probe, .stapsdt.base when linking, semaphore or 0), then provider, name and arguments.

using System;
using Corewright.Bpf.Memory;

namespace Corewright.Bpf.Elf;

/// <summary>Walks over a program's or library's USDT probes.</summary>
internal ref struct UsdtNotes
{
    /// <summary>Bytes of buffer that a walk needs: the longest note that is read.</summary>
    public const int BufferBytes = 4 << 10;

    private const int HeaderBytes = 12;
    private const uint ProbeType = 3;

    private readonly NativeElf _elf;
    private readonly ElfSection _section;
    private readonly ulong _base;
    private BinaryWindow _window;
    private ulong _next;

    private UsdtNotes(NativeElf elf, ElfSection section, ulong @base, Span<byte> buffer)
    {
        _elf = elf;
        _section = section;
        _base = @base;
        _window = new BinaryWindow(elf.File, buffer);
    }

    /// <summary>The probe's address.</summary>
    public ulong Address { get; private set; }

    /// <summary>The address of the counter that says how many are listening; 0 where there is none.</summary>
    public ulong Semaphore { get; private set; }

    /// <summary>The current probe's provider; good until the next step, as are the other texts.</summary>
    public ReadOnlySpan<byte> Provider { get; private set; }

    /// <summary>Its name.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>Where its arguments are, as its compiler wrote it.</summary>
    public ReadOnlySpan<byte> Arguments { get; private set; }

    /// <summary>Begins a walk.</summary>
    /// <param name="elf">The file.</param>
    /// <param name="buffer">At least <see cref="BufferBytes"/>.</param>
    /// <param name="notes">The walk.</param>
    /// <returns>Whether the file has a section of such notes.</returns>
    public static bool TryOpen(NativeElf elf, Span<byte> buffer, out UsdtNotes notes)
    {
        notes = default;
        if (!elf.TryFindSection(".note.stapsdt"u8, out ElfSection section) || section.Type != ElfSectionType.Note)
            return false;
        ulong @base = elf.TryFindSection(".stapsdt.base"u8, out ElfSection moved) ? moved.Address : 0;
        notes = new UsdtNotes(elf, section, @base, buffer);
        return true;
    }

    /// <summary>Goes to the next probe. Notes of another kind, and what can't be read, are left out.</summary>
    /// <returns>False at the end.</returns>
    public bool Next()
    {
        while (_next < _section.Size && _section.Size - _next >= HeaderBytes
            && _window.TryGet(_section.Offset + _next, HeaderBytes, out ReadOnlySpan<byte> header))
        {
            uint nameBytes = LittleEndian.U32(header, 0), bytes = LittleEndian.U32(header, 4), type = LittleEndian.U32(header, 8);
            // Both parts are padded to 4 bytes, in 64-bit files too.
            ulong start = _next + HeaderBytes, contents = start + (((ulong)nameBytes + 3) & ~3ul);
            _next = contents + (((ulong)bytes + 3) & ~3ul);
            if (_next > _section.Size || type != ProbeType || nameBytes != 8 || contents + bytes - start > BufferBytes
                || !_window.TryGet(_section.Offset + start, (int)(contents + bytes - start), out ReadOnlySpan<byte> note)
                || !note[..8].SequenceEqual("stapsdt\0"u8))
            {
                continue;
            }
            if (Read(note[8..]))
                return true;
        }
        return false;
    }

    private bool Read(ReadOnlySpan<byte> note)
    {
        int word = _elf.Is64Bit ? 8 : 4;
        if (note.Length < 3 * word)
            return false;
        Address = Word(note, 0);
        ulong linked = Word(note, 1);
        Semaphore = Word(note, 2);
        // Prelinking moves the section of the mark, but does not know of notes.
        if (_base != 0 && linked != 0)
        {
            Address += _base - linked;
            Semaphore += Semaphore == 0 ? 0 : _base - linked;
        }
        ReadOnlySpan<byte> texts = note[(3 * word)..];
        if (!TryTake(ref texts, out ReadOnlySpan<byte> provider) || !TryTake(ref texts, out ReadOnlySpan<byte> name)
            || !TryTake(ref texts, out ReadOnlySpan<byte> arguments) || name.Length == 0)
        {
            return false;
        }
        Provider = provider;
        Name = name;
        // Some compilers write a colon where there are none.
        Arguments = arguments.Length != 0 && arguments[0] == ':' ? default : arguments;
        return true;
    }

    private readonly ulong Word(ReadOnlySpan<byte> note, int index) =>
        _elf.Is64Bit ? LittleEndian.U64(note, index * 8) : LittleEndian.U32(note, index * 4);

    private static bool TryTake(scoped ref ReadOnlySpan<byte> texts, out ReadOnlySpan<byte> text)
    {
        int length = texts.IndexOf((byte)0);
        text = length < 0 ? default : texts[..length];
        texts = length < 0 ? default : texts[(length + 1)..];
        return length >= 0;
    }
}
