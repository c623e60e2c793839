// Only in debug builds (FAULT_LINES): addresses become files and lines. build/Loaders/LineTableWriter.cs makes the table out of
// the line information that ILC writes for a debugger, and links it in between cw_lines_start and cw_lines_end:
//
//   number of files, then of each: (length of its name * 2 + 1 if the core library's), the name
//   rows: (bytes of code since the row before * 2 + 1 if a file follows), [index of the file], lines since the row before
//
// All numbers are in LEB128, the difference of lines in its signed form. The first row starts at the first byte of the
// section __managedcode, in file 0 and line 0; each holds until the next. Line 0 means that nothing is known.

#if FAULT_LINES
using System;

namespace Corewright.Freestanding;

internal static unsafe partial class Backtrace
{
    // The bug is in who called the core library, not in its check; and assembly has no lines.
    static partial void WriteLine(nint address, ref bool done, ref int written)
    {
        done = true;
        var table = new LineTable(Platform.LinesStart(), Platform.LinesEnd());
        if (!table.Find((nuint)(address - (nint)Platform.CodeStart())) || table.InCoreLibrary)
            return;
        Fatal.Write(written == 0 ? " at "u8 : ", called from "u8);
        Fatal.Write(table.File);
        Fatal.Write(":"u8);
        WriteDecimal(table.Line);
        written++;
    }

    private static void WriteDecimal(uint value)
    {
        byte* digits = stackalloc byte[10];
        int first = 10;
        do
        {
            digits[--first] = (byte)('0' + (value % 10));
            value /= 10;
        }
        while (value != 0);
        Fatal.Write(new ReadOnlySpan<byte>(digits + first, 10 - first));
    }

    private unsafe ref struct LineTable(byte* next, byte* end)
    {
        private byte* _next = next;

        public uint Line;

        public ReadOnlySpan<byte> File;

        public bool InCoreLibrary;

        public bool Find(nuint offset)
        {
            byte* files = _next;
            for (uint left = Number(); left > 0; left--)
            {
                uint head = Number();
                _next += head >> 1;
            }

            nuint at = 0;
            uint file = 0;
            while (_next < end)
            {
                uint step = Number();
                if (at + (step >> 1) > offset)
                    break;
                at += step >> 1;
                if ((step & 1) != 0)
                    file = Number();
                Line += (uint)SignedNumber();
            }

            if (_next >= end || Line == 0)
                return false;
            Name(files, file);
            return true;
        }

        private void Name(byte* files, uint index)
        {
            _next = files;
            Number();
            uint head = Number();
            for (; index > 0; index--)
            {
                _next += head >> 1;
                head = Number();
            }

            File = new ReadOnlySpan<byte>(_next, (int)(head >> 1));
            InCoreLibrary = (head & 1) != 0;
        }

        private uint Number()
        {
            uint value = 0;
            int shift = 0;
            byte part;
            do
            {
                part = *_next++;
                value |= (uint)(part & 0x7f) << shift;
                shift += 7;
            }
            while (part >= 0x80);
            return value;
        }

        private int SignedNumber()
        {
            int value = 0;
            int shift = 0;
            byte part;
            do
            {
                part = *_next++;
                value |= (part & 0x7f) << shift;
                shift += 7;
            }
            while (part >= 0x80);
            return shift < 32 && (part & 0x40) != 0 ? value | (-1 << shift) : value;
        }
    }
}
#endif
