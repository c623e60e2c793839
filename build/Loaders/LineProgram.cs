// DWARF version 4, section 6.2: the line number program of .debug_line, as far as ILC writes one. ILC describes all of its code
// in one sequence, so the only address that a relocation fills in is the first, which is the start of __managedcode.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;

namespace Corewright.Build.Loaders;

/// <summary>A row of the line table: from this offset on, code comes from this line.</summary>
/// <param name="Offset">Bytes from the start of the code.</param>
/// <param name="File">Index of the file.</param>
/// <param name="Line">Counted from 1; 0 behind the end of the code.</param>
internal readonly record struct LineRow(ulong Offset, int File, int Line);

/// <summary>Reads <c>.debug_line</c>.</summary>
internal sealed class LineProgram
{
    private const byte ExtendedOpcode = 0;
    private const byte EndSequence = 1;
    private const byte SetAddress = 2;
    private const byte Copy = 1;
    private const byte AdvanceAddress = 2;
    private const byte AdvanceLine = 3;
    private const byte SetFile = 4;
    private const byte AddConstant = 8;
    private const byte AdvanceFixed = 9;

    private readonly List<string> _files = [];
    private readonly List<LineRow> _rows = [];
    private readonly byte[] _section;
    private int _position;

    private LineProgram(byte[] section) => _section = section;

    /// <summary>The source files' paths, as the compiler wrote them.</summary>
    public IReadOnlyList<string> Files => _files;

    /// <summary>The rows, by offset.</summary>
    public IReadOnlyList<LineRow> Rows => _rows;

    /// <summary>Reads a section.</summary>
    /// <param name="section">Its bytes, not relocated.</param>
    /// <exception cref="BuildException">It is not what ILC is known to write.</exception>
    public static LineProgram Read(byte[] section)
    {
        var program = new LineProgram(section);
        try
        {
            program.Read();
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or IndexOutOfRangeException or OverflowException)
        {
            throw Unknown("it ends early");
        }

        return program;
    }

    private void Read()
    {
        uint length = UInt32();
        if (length > _section.Length - sizeof(uint))
            throw Unknown("its length is wrong");
        int end = sizeof(uint) + (int)length;
        ushort version = UInt16();
        if (version != 4)
            throw Unknown($"its version is {version}");
        uint headerLength = UInt32();
        int start = checked(_position + (int)headerLength);
        byte minimum = Byte();
        _position += 2;
        sbyte lineBase = (sbyte)Byte();
        byte lineRange = Byte();
        byte opcodeBase = Byte();
        var operands = _section.AsSpan(_position, opcodeBase - 1).ToArray();
        _position += operands.Length;
        if (lineRange == 0)
            throw Unknown("its line range is 0");
        ReadFiles();
        _position = start;
        Run(new Parameters(minimum, lineBase, lineRange, opcodeBase, operands), end);
    }

    private void ReadFiles()
    {
        var folders = new List<string> { "" };
        for (string folder = Text(); folder.Length > 0; folder = Text())
            folders.Add(folder);
        for (string name = Text(); name.Length > 0; name = Text())
        {
            int folder = checked((int)Number());
            Number();
            Number();
            _files.Add(folder == 0 ? name : $"{folders[folder]}/{name}");
        }
    }

    private void Run(Parameters encoding, int end)
    {
        ulong address = 0;
        int file = 0;
        int line = 1;
        bool addressed = false;
        while (_position < end)
        {
            byte opcode = Byte();
            if (opcode >= encoding.OpcodeBase)
            {
                int special = opcode - encoding.OpcodeBase;
                address += (ulong)(special / encoding.LineRange * encoding.Minimum);
                line += encoding.LineBase + (special % encoding.LineRange);
                Add(address, file, line);
                continue;
            }

            switch (opcode)
            {
                case ExtendedOpcode:
                    int next = checked((int)Number()) + _position;
                    byte kind = Byte();
                    if (kind == SetAddress)
                    {
                        if (addressed || _section.AsSpan(_position, next - _position).ContainsAnyExcept((byte)0))
                            throw Unknown("it has more than one sequence");
                        addressed = true;
                    }
                    else if (kind == EndSequence)
                    {
                        Add(address, file, 0);
                    }

                    _position = next;
                    break;
                case Copy:
                    Add(address, file, line);
                    break;
                case AdvanceAddress:
                    address += Number() * encoding.Minimum;
                    break;
                case AdvanceLine:
                    line += checked((int)SignedNumber());
                    break;
                case SetFile:
                    file = checked((int)Number()) - 1;
                    break;
                case AddConstant:
                    address += (ulong)((255 - encoding.OpcodeBase) / encoding.LineRange * encoding.Minimum);
                    break;
                case AdvanceFixed:
                    address += UInt16();
                    break;
                default:
                    for (int i = encoding.Operands[opcode - 1]; i > 0; i--)
                        Number();
                    break;
            }
        }
    }

    private void Add(ulong address, int file, int line)
    {
        if (file < 0 || file >= _files.Count || line < 0)
            throw Unknown("it names a file or a line that does not exist");
        if (_rows.Count > 0 && _rows[^1].Offset > address)
            throw Unknown("its addresses are out of order");
        _rows.Add(new LineRow(address, file, line));
    }

    private byte Byte() => _section[_position++];

    private ushort UInt16()
    {
        _position += sizeof(ushort);
        return BinaryPrimitives.ReadUInt16LittleEndian(_section.AsSpan(_position - sizeof(ushort)));
    }

    private uint UInt32()
    {
        _position += sizeof(uint);
        return BinaryPrimitives.ReadUInt32LittleEndian(_section.AsSpan(_position - sizeof(uint)));
    }

    private string Text()
    {
        int length = _section.AsSpan(_position).IndexOf((byte)0);
        string text = Encoding.UTF8.GetString(_section, _position, length);
        _position += length + 1;
        return text;
    }

    private ulong Number()
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte part = Byte();
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
                return value;
        }
    }

    private long SignedNumber()
    {
        long value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte part = Byte();
            value |= (long)(part & 0x7f) << shift;
            if (part < 0x80)
                return shift < 57 && (part & 0x40) != 0 ? value | (-1L << (shift + 7)) : value;
        }
    }

    private static BuildException Unknown(string why) => new(
        $"ILC's line information is not what it was when this was written: {why}", null, "use the SDK that global.json names");

    private sealed record Parameters(byte Minimum, sbyte LineBase, byte LineRange, byte OpcodeBase, byte[] Operands);
}
