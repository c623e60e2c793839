using System;
using System.Runtime.CompilerServices;

namespace Corewright.Bpf.Kernel;

/// <summary>Reads the files in which the kernel says something about itself.</summary>
// Its methods are called from many places and never often: inlined, they would be a tenth of a loader.
public static unsafe class KernelFile
{
    // include/uapi/asm-generic/fcntl.h
    private const int CurrentDirectory = -100;
    private const int ReadOnlyCloseOnExec = 0x80000;

    // struct statx of include/uapi/linux/stat.h
    private const int KindMask = 0xF000;
    private const int ModeOffset = 28;
    private const int InodeOffset = 32;
    private const int SizeOffset = 40;

    /// <summary>Opens a file for reading.</summary>
    /// <param name="path">Ends with a zero byte.</param>
    /// <returns>A descriptor, or a negated errno.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Open(ReadOnlySpan<byte> path)
    {
        fixed (byte* start = path)
            return (int)Syscall.Invoke(SyscallNumber.Openat, CurrentDirectory, (nint)start, ReadOnlyCloseOnExec);
    }

    /// <summary>Says whether something can be opened at a path.</summary>
    /// <param name="path">Ends with a zero byte.</param>
    /// <returns>0, or a negated errno.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Probe(ReadOnlySpan<byte> path)
    {
        int fd = Open(path);
        if (fd >= 0)
            Syscall.Close(fd);
        return Math.Min(fd, 0);
    }

    /// <summary>Reads a file from its start until its end or until the buffer is full.</summary>
    /// <param name="path">Ends with a zero byte.</param>
    /// <param name="buffer">Where to. A file that fills it may be longer: give one byte more than is allowed.</param>
    /// <returns>Bytes read, or a negated errno.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Read(ReadOnlySpan<byte> path, Span<byte> buffer)
    {
        int fd = Open(path);
        if (fd < 0)
            return fd;
        int length = 0;
        while (length < buffer.Length)
        {
            int read = (int)Syscall.Read(fd, buffer[length..]);
            if (read == -Errno.Interrupted)
                continue;
            if (read <= 0)
            {
                length = read < 0 ? read : length;
                break;
            }
            length += read;
        }
        Syscall.Close(fd);
        return length;
    }

    /// <summary>Appends one line to a file that takes commands, with one system call, as such files want it.</summary>
    /// <param name="path">Ends with a zero byte.</param>
    /// <param name="line">The line.</param>
    /// <returns>0, or a negated errno.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Append(ReadOnlySpan<byte> path, ReadOnlySpan<byte> line)
    {
        const int WriteOnlyAppendCloseOnExec = 1 | 0x400 | 0x80000;
        int fd;
        fixed (byte* start = path)
            fd = (int)Syscall.Invoke(SyscallNumber.Openat, CurrentDirectory, (nint)start, WriteOnlyAppendCloseOnExec);
        if (fd < 0)
            return fd;
        int written = (int)Syscall.Write(fd, line);
        Syscall.Close(fd);
        return Math.Min(written, 0);
    }

    /// <summary>Maps a whole file of the kernel's, which costs neither a copy nor memory.</summary>
    /// <param name="path">Ends with a zero byte.</param>
    /// <param name="limit">The most bytes that are accepted.</param>
    /// <param name="file">The file's bytes; to be disposed.</param>
    /// <returns>Whether it could be mapped: before v6.16 the kernel's BTF can only be read.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool TryMap(ReadOnlySpan<byte> path, int limit, out MappedMemory file)
    {
        file = default;
        int fd = Open(path);
        if (fd < 0)
            return false;
        long size = Size(fd);
        if (size > 0 && size <= limit)
            file = MappedMemory.MapFile(fd, (int)size);
        Syscall.Close(fd);
        return !file.IsEmpty;
    }

    /// <summary>A file's size.</summary>
    /// <param name="fd">An open file.</param>
    /// <returns>Bytes, or -1 where it has none.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static long Size(int fd) => Status(fd, SizeOffset);

    /// <summary>A file's number on its file system.</summary>
    /// <param name="path">Ends with a zero byte.</param>
    /// <returns>0 where there is no such file.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ulong Inode(ReadOnlySpan<byte> path)
    {
        int fd = Open(path);
        if (fd < 0)
            return 0;
        long inode = Status(fd, InodeOffset);
        Syscall.Close(fd);
        return inode < 0 ? 0 : (ulong)inode;
    }

    /// <summary>What kind of file it is.</summary>
    /// <param name="fd">An open file.</param>
    /// <returns>One of <c>S_IFMT</c>, such as 0x1000 for a pipe; see inode(7).</returns>
    public static int Kind(int fd) => (int)Status(fd, ModeOffset) & KindMask;

    /// <summary>What kind of file is at a path; it is not opened.</summary>
    /// <param name="path">Ends with a zero byte.</param>
    /// <returns>As of <see cref="Kind(int)"/>.</returns>
    public static int Kind(ReadOnlySpan<byte> path)
    {
        fixed (byte* start = path)
            return (int)Status(CurrentDirectory, start, ModeOffset) & KindMask;
    }

    private static long Status(int fd, int field)
    {
        byte nothing = 0;
        return Status(fd, &nothing, field);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Status(int folder, byte* path, int field)
    {
        const int StatxBytes = 256, EmptyPath = 0x1000, TypeSizeAndInode = 0x301;
        byte* status = stackalloc byte[StatxBytes];
        nint result = Syscall.Invoke(SyscallNumber.Statx, folder, (nint)path, EmptyPath, TypeSizeAndInode, (nint)status);
        return Syscall.IsError(result) ? -1 : *(long*)(status + field);
    }
}
