// System call numbers: arch/x86/entry/syscalls/syscall_64.tbl, include/uapi/asm-generic/unistd.h (aarch64) and
// arch/arm/tools/syscall.tbl of the Linux sources. They are part of the kernel's stable interface.

using System;

namespace Corewright.Bpf.Kernel;

/// <summary>What each architecture's kernel calls the members of <see cref="SyscallNumber"/>.</summary>
public static class SyscallTable
{
    private const int Architectures = 3;

    // One row per member of SyscallNumber, in its order; columns in the order of MachineArchitecture.
    private static ReadOnlySpan<short> Rows =>
    [
        0, 63, 3, // read
        1, 64, 4, // write
        257, 56, 322, // openat
        3, 57, 6, // close
        9, 222, 192, // mmap, mmap2
        11, 215, 91, // munmap
        10, 226, 125, // mprotect
        321, 280, 386, // bpf
        298, 241, 364, // perf_event_open
        291, 20, 357, // epoll_create1
        233, 21, 251, // epoll_ctl
        281, 22, 346, // epoll_pwait
        16, 29, 54, // ioctl
        14, 135, 175, // rt_sigprocmask
        289, 74, 355, // signalfd4
        63, 160, 122, // uname
        231, 94, 248, // exit_group
        39, 172, 20, // getpid
        107, 175, 201, // geteuid, geteuid32
        228, 113, 403, // clock_gettime, clock_gettime64 (v5.1)
        283, 85, 350, // timerfd_create
        286, 86, 411, // timerfd_settime, timerfd_settime64 (v5.1)
        302, 261, 369, // prlimit64
        125, 90, 184, // capget
        126, 91, 185, // capset
        303, 264, 370, // name_to_handle_at
        332, 291, 397, // statx
        217, 61, 217, // getdents64
        165, 40, 21, // mount
        267, 78, 332, // readlinkat
        56, 220, 120, // clone
        59, 221, 11, // execve
        61, 260, 114, // wait4
        41, 198, 281, // socket
        49, 200, 282, // bind
        44, 206, 290, // sendto
        45, 207, 292, // recvfrom
        54, 208, 294, // setsockopt
        258, 34, 323, // mkdirat
        263, 35, 328, // unlinkat
        62, 129, 37, // kill
        17, 67, 180, // pread64
        13, 134, 174, // rt_sigaction
    ];

    /// <summary>How many calls the table knows.</summary>
    public static int Count => Rows.Length / Architectures;

    /// <summary>The number of a call on an architecture.</summary>
    /// <param name="call">The call.</param>
    /// <param name="architecture">The architecture.</param>
    public static int NumberOf(SyscallNumber call, MachineArchitecture architecture) =>
        Rows[((int)call * Architectures) + (int)architecture];
}
