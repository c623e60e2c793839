// proc_pid_maps(5): `start-end permissions offset device inode path`, numbers but the inode's in hex.

using System;
using Corewright.Bpf.Kernel;

namespace Corewright.Bpf.Links;

/// <summary>Where a process has a file's code.</summary>
internal static class ProcessMaps
{
    private const int BufferBytes = 8 << 10;

    /// <summary>Finds the address of a place in a file.</summary>
    /// <param name="processId">The process.</param>
    /// <param name="path">The file.</param>
    /// <param name="offset">Bytes from the file's start.</param>
    /// <param name="address">The address.</param>
    /// <returns>False where the process doesn't run that part of the file.</returns>
    public static bool TryFindAddress(int processId, scoped PathText path, ulong offset, out ulong address)
    {
        address = 0;
        ulong inode = KernelFile.Inode(path.ZeroTerminated);
        Span<byte> nameBuffer = stackalloc byte[32];
        var name = new PathText(nameBuffer);
        name.Add("/proc/"u8);
        name.AddDecimal((ulong)processId);
        name.Add("/maps"u8);
        Span<byte> buffer = stackalloc byte[BufferBytes];
        if (inode == 0 || LineReader.Open(name.ZeroTerminated, buffer, out LineReader lines) < 0)
            return false;
        bool isFound = false;
        while (!isFound && lines.TryRead(out ReadOnlySpan<byte> line))
            isFound = TryFind(line, inode, offset, out address);
        lines.Dispose();
        return isFound;
    }

    /// <summary>Reads one line.</summary>
    internal static bool TryFind(ReadOnlySpan<byte> line, ulong inode, ulong offset, out ulong address)
    {
        address = 0;
        ReadOnlySpan<byte> range = Word(ref line), permissions = Word(ref line), start = Word(ref line);
        Word(ref line);
        int dash = range.IndexOf((byte)'-');
        if (dash < 0 || permissions.Length < 3 || permissions[2] != 'x'
            || !ProbeTarget.TryParseNumber(Word(ref line), out ulong mapped) || mapped != inode
            || !ProbeTarget.TryParseHexadecimal(range[..dash], out ulong from)
            || !ProbeTarget.TryParseHexadecimal(range[(dash + 1)..], out ulong to)
            || !ProbeTarget.TryParseHexadecimal(start, out ulong first) || to < from || offset < first || offset - first >= to - from)
        {
            return false;
        }
        address = from + (offset - first);
        return true;
    }

    private static ReadOnlySpan<byte> Word(ref ReadOnlySpan<byte> line)
    {
        int space = line.IndexOf((byte)' ');
        ReadOnlySpan<byte> word = space < 0 ? line : line[..space];
        line = space < 0 ? default : line[(space + 1)..];
        return word;
    }
}
