using System;
using Corewright.Bpf.Kernel;
using Corewright.Loader.Output;

namespace Corewright.Loader.Loading;

/// <summary>What to say when the kernel refuses for want of privileges.</summary>
internal static class Privileges
{
    /// <summary>Whether an error number means a want of privileges. A verifier's EACCES doesn't: ask only about other calls.</summary>
    public static bool IsRefusal(int errno) => errno is Errno.NotPermitted or Errno.AccessDenied;

    /// <summary>Ends a sentence with what to do about it.</summary>
    public static void Describe(Utf8Writer message, int errno)
    {
        message.Text(" ("u8).Errno(errno).Text("); "u8);
        if (Syscall.Invoke(SyscallNumber.Geteuid) != 0)
            message.Text("run it as root, or with CAP_BPF and CAP_PERFMON"u8);
        else
            message.Text("this root lacks CAP_BPF or CAP_PERFMON (a container?), or the kernel is locked down"u8);
    }

    /// <summary>
    /// Ends a sentence about perf_event_open. Debian's kernels, and others with the same change, refuse it to CAP_PERFMON where
    /// the level is above upstream's highest, 2; theirs is 3 from the start.
    /// </summary>
    public static void DescribeAttaching(Utf8Writer message, int errno)
    {
        Describe(message, errno);
        Span<byte> level = stackalloc byte[4];
        int length = KernelFile.Read("/proc/sys/kernel/perf_event_paranoid\0"u8, level);
        if (length > 0 && level[0] is >= (byte)'3' and <= (byte)'9')
        {
            message.Text("; kernel.perf_event_paranoid is "u8).Byte(level[0])
                .Text(" here, which takes CAP_SYS_ADMIN; with 2 CAP_PERFMON is enough"u8);
        }
    }
}
