// statx(2), struct statx of include/uapi/linux/stat.h: one layout for every architecture.

using System;
using System.Buffers.Binary;
using Corewright.Bpf.Kernel;

namespace Corewright.Loader.Filewatch;

/// <summary>Finds out which file or folder a path means: by what the kernel knows it, whatever else it is called.</summary>
internal static unsafe class FileIdentity
{
    private const int CurrentFolder = -100;
    private const uint InodeWanted = 0x100;
    private const int StatusBytes = 256;
    private const int InodeOffset = 32;
    private const int MajorOffset = 136;
    private const int MinorOffset = 140;

    // MINORBITS of include/linux/kdev_t.h.
    private const int MinorBits = 20;

    /// <summary>Follows a path, symbolic links too.</summary>
    /// <param name="path">Zero-terminated.</param>
    /// <param name="file">What is there.</param>
    /// <returns>0, or a negated errno.</returns>
    public static int Read(byte* path, out FileId file)
    {
        file = default;
        Span<byte> status = stackalloc byte[StatusBytes];
        status.Clear();
        fixed (byte* start = status)
        {
            int result = (int)Syscall.Invoke(SyscallNumber.Statx, CurrentFolder, (nint)path, 0, (nint)InodeWanted, (nint)start);
            if (result < 0)
                return result;
        }
        file.Inode = BinaryPrimitives.ReadUInt64LittleEndian(status[InodeOffset..]);
        file.Device = ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(status[MajorOffset..]) << MinorBits)
            | BinaryPrimitives.ReadUInt32LittleEndian(status[MinorOffset..]);
        return 0;
    }
}
