// include/uapi/asm-generic/errno-base.h, errno.h, and ENOTSUPP of include/linux/errno.h, which bpf(2) lets out.

using System;

namespace Corewright.Loader.Output;

/// <summary>The names of the error numbers that loading and attaching are known to end with.</summary>
internal static class ErrnoName
{
    /// <summary>Writes <c>EPERM</c>, or <c>errno 133</c> for a rarer one.</summary>
    public static Utf8Writer Errno(this Utf8Writer output, int errno)
    {
        ReadOnlySpan<byte> name = errno switch
        {
            1 => "EPERM"u8,
            2 => "ENOENT"u8,
            5 => "EIO"u8,
            7 => "E2BIG"u8,
            9 => "EBADF"u8,
            11 => "EAGAIN"u8,
            12 => "ENOMEM"u8,
            13 => "EACCES"u8,
            14 => "EFAULT"u8,
            16 => "EBUSY"u8,
            17 => "EEXIST"u8,
            19 => "ENODEV"u8,
            22 => "EINVAL"u8,
            23 => "ENFILE"u8,
            24 => "EMFILE"u8,
            28 => "ENOSPC"u8,
            38 => "ENOSYS"u8,
            95 => "EOPNOTSUPP"u8,
            524 => "ENOTSUPP"u8,
            _ => default,
        };
        return name.Length != 0 ? output.Text(name) : output.Text("errno "u8).Decimal((ulong)errno);
    }
}
