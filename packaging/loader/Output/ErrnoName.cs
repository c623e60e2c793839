// include/uapi/asm-generic/errno-base.h, errno.h, and ENOTSUPP of include/linux/errno.h, which bpf(2) lets out.

using System;
using Corewright.Bpf.Memory;

namespace Corewright.Loader.Output;

/// <summary>The names of the error numbers that loading and attaching are known to end with.</summary>
internal static class ErrnoName
{
    private static ReadOnlySpan<byte> Table =>
        """
        1 EPERM
        2 ENOENT
        5 EIO
        7 E2BIG
        9 EBADF
        11 EAGAIN
        12 ENOMEM
        13 EACCES
        14 EFAULT
        16 EBUSY
        17 EEXIST
        19 ENODEV
        22 EINVAL
        23 ENFILE
        24 EMFILE
        28 ENOSPC
        38 ENOSYS
        95 EOPNOTSUPP
        524 ENOTSUPP

        """u8;

    /// <summary>Writes <c>EPERM</c>, or <c>errno 133</c> for a rarer one.</summary>
    public static Utf8Writer Errno(this Utf8Writer output, int errno)
    {
        ReadOnlySpan<byte> name = NumberedText.Find(Table, (uint)errno, default);
        return name.Length != 0 ? output.Text(name) : output.Text("errno "u8).Decimal((ulong)errno);
    }
}
