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
}
