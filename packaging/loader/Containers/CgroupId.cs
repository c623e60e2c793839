// name_to_handle_at(2). Since Linux 5.5 a handle of the cgroup file system is the 64-bit id that bpf_get_current_cgroup_id() says
// (FILEID_KERNFS of include/linux/exportfs.h), also on 32-bit kernels, where the inode number is only its lower half.

using System;
using System.Buffers.Binary;
using Corewright.Bpf.Kernel;

namespace Corewright.Loader.Containers;

/// <summary>The id of a cgroup, as BPF programs know it.</summary>
internal static unsafe class CgroupId
{
    private const int CurrentFolder = -100;
    private const int HeaderBytes = 8;
    private const int TypeOffset = 4;
    private const int KernfsType = 0xFE;

    /// <summary>Asks the kernel.</summary>
    /// <param name="path">The cgroup's folder; ends with a zero byte.</param>
    /// <param name="id">The id.</param>
    /// <returns>0, or a negated errno.</returns>
    public static int Read(ReadOnlySpan<byte> path, out ulong id)
    {
        id = 0;
        // struct file_handle: the room for the handle, its type, then the handle.
        Span<byte> handle = stackalloc byte[HeaderBytes + sizeof(ulong)];
        handle.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(handle, sizeof(ulong));
        int mount;
        int result;
        fixed (byte* name = path, start = handle)
            result = (int)Syscall.Invoke(SyscallNumber.NameToHandleAt, CurrentFolder, (nint)name, (nint)start, (nint)(&mount));
        if (result < 0)
            return result;
        if (BinaryPrimitives.ReadInt32LittleEndian(handle[TypeOffset..]) != KernfsType)
            return -Errno.NotSupported;
        id = BinaryPrimitives.ReadUInt64LittleEndian(handle[HeaderBytes..]);
        return 0;
    }
}
