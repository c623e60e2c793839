// The dynamic section of an ELF executable or shared object: System V ABI, chapters 4 and 5. Little-endian, 32 and 64 bits.
using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;

namespace Corewright.Build.Guests;

/// <summary>What an executable or library needs to be loaded: its interpreter and the names of its libraries.</summary>
/// <param name="Interpreter">PT_INTERP, absolute; null for a library.</param>
/// <param name="Needed">DT_NEEDED, in order.</param>
internal sealed record ElfDependencies(string? Interpreter, IReadOnlyList<string> Needed)
{
    private const int Load = 1, Dynamic = 2, Interp = 3;
    // NAME_MAX of Linux. A list of names that are as long as the file would take the file's size squared.
    private const int MaximumName = 255;
    private const ulong DtNull = 0, DtNeeded = 1, DtStringTable = 5;

    /// <summary>Reads the program headers.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="where">For errors.</param>
    /// <exception cref="BuildException">It is no little-endian ELF file, points outside itself, or has a name of more than 255 bytes.</exception>
    public static ElfDependencies Read(ReadOnlySpan<byte> file, string where)
    {
        if (file.Length < 64 || !file.StartsWith("\x7f"u8) || !file[1..].StartsWith("ELF"u8) || file[4] is not (1 or 2) || file[5] != 1)
            throw new BuildException("a little-endian ELF file was expected", where);
        try
        {
            return new Image(file, file[4] == 2).Read();
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or OverflowException)
        {
            throw new BuildException("the ELF file points outside itself, or a name in it does not end", where, cause: e);
        }
    }

    private readonly ref struct Image(ReadOnlySpan<byte> file, bool wide)
    {
        private readonly ReadOnlySpan<byte> _file = file;

        public ElfDependencies Read()
        {
            string? interpreter = null;
            var names = new List<ulong>();
            ulong strings = 0;
            bool hasTable = false;
            for (int i = 0; i < HeaderCount; i++)
            {
                ReadOnlySpan<byte> header = Header(i);
                if (Type(header) == Interp && interpreter is null)
                    interpreter = Text(checked((int)FileOffset(header)));
                if (Type(header) != Dynamic || hasTable)
                    continue;
                hasTable = true;
                int entry = wide ? 16 : 8;
                ReadOnlySpan<byte> table = _file.Slice(checked((int)FileOffset(header)), checked((int)FileSize(header)));
                for (; table.Length >= entry && Word(table, 0) != DtNull; table = table[entry..])
                {
                    if (Word(table, 0) == DtNeeded)
                        names.Add(Word(table, entry / 2));
                    else if (Word(table, 0) == DtStringTable)
                        strings = Word(table, entry / 2);
                }
            }
            var needed = new List<string>(names.Count);
            foreach (ulong name in names)
                needed.Add(Text(ToFile(checked(strings + name))));
            return new ElfDependencies(interpreter, needed);
        }

        private int HeaderCount => BinaryPrimitives.ReadUInt16LittleEndian(_file[(wide ? 0x38 : 0x2C)..]);

        private ReadOnlySpan<byte> Header(int index)
        {
            int size = wide ? 56 : 32;
            return _file.Slice(checked((int)Word(_file, wide ? 0x20 : 0x1C) + index * size), size);
        }

        private static int Type(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadInt32LittleEndian(header);

        private ulong FileOffset(ReadOnlySpan<byte> header) => Word(header, wide ? 8 : 4);

        private ulong Address(ReadOnlySpan<byte> header) => Word(header, wide ? 16 : 8);

        private ulong FileSize(ReadOnlySpan<byte> header) => Word(header, wide ? 32 : 16);

        private ulong Word(ReadOnlySpan<byte> span, int at) => wide
            ? BinaryPrimitives.ReadUInt64LittleEndian(span[at..])
            : BinaryPrimitives.ReadUInt32LittleEndian(span[at..]);

        private int ToFile(ulong address)
        {
            for (int i = 0; i < HeaderCount; i++)
            {
                ReadOnlySpan<byte> header = Header(i);
                if (Type(header) == Load && address >= Address(header) && address - Address(header) < FileSize(header))
                    return checked((int)(FileOffset(header) + (address - Address(header))));
            }
            throw new ArgumentOutOfRangeException(nameof(address));
        }

        private string Text(int offset)
        {
            ReadOnlySpan<byte> rest = _file[offset..];
            return Encoding.UTF8.GetString(rest[..rest[..Math.Min(rest.Length, MaximumName + 1)].IndexOf((byte)0)]);
        }
    }
}
