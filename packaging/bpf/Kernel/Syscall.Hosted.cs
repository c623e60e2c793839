// On .NET: through the C library's syscall(2), which keeps the error in errno.

using System;
using System.Runtime.InteropServices;

namespace Corewright.Bpf.Kernel;

public static unsafe partial class Syscall
{
    private static MachineArchitecture CurrentArchitecture() => RuntimeInformation.ProcessArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => MachineArchitecture.X86_64,
        System.Runtime.InteropServices.Architecture.Arm64 => MachineArchitecture.Aarch64,
        System.Runtime.InteropServices.Architecture.Arm => MachineArchitecture.Armv7,
        var other => throw new PlatformNotSupportedException($"system call numbers of {other} are not known"),
    };

    private static nint Enter(int number, nint a, nint b, nint c, nint d, nint e, nint f)
    {
        nint result = LibcSyscall(number, a, b, c, d, e, f);
        return result == -1 ? -Marshal.GetLastPInvokeError() : result;
    }

    [DllImport("libc", EntryPoint = "syscall", SetLastError = true, ExactSpelling = true)]
    private static extern nint LibcSyscall(nint number, nint a, nint b, nint c, nint d, nint e, nint f);
}
