// netdevice(7): struct ifreq of include/uapi/linux/if.h, a name of 16 bytes, then what is asked for.

using System;

namespace Corewright.Bpf.Kernel;

/// <summary>Interfaces of this process's network namespace.</summary>
internal static unsafe class NetworkInterface
{
    // SIOCGIFINDEX
    private const nint IndexRequest = 0x8933;

    // IFNAMSIZ, the final zero included.
    private const int NameBytes = 16;

    // 40 bytes on 64-bit architectures, 32 on others.
    private const int RequestBytes = 40;

    /// <summary>Finds an interface.</summary>
    /// <param name="socket">Any socket.</param>
    /// <param name="name">Its name.</param>
    /// <returns>Its number, or a negated errno: ENODEV where there is none, or what can't be a name.</returns>
    public static int Find(int socket, ReadOnlySpan<byte> name)
    {
        // The kernel would find what stands before a colon, and cut off a longer name.
        if (name.Length is 0 or >= NameBytes || name.IndexOf((byte)0) >= 0 || name.IndexOf((byte)':') >= 0)
            return -Errno.NoDevice;
        byte* request = stackalloc byte[RequestBytes];
        var bytes = new Span<byte>(request, RequestBytes);
        bytes.Clear();
        name.CopyTo(bytes);
        int result = (int)Syscall.Invoke(SyscallNumber.Ioctl, socket, IndexRequest, (nint)request);
        return result < 0 ? result : *(int*)(request + NameBytes);
    }
}
