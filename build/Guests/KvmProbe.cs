using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Corewright.Build.Guests;

/// <summary>Whether this host's KVM can be talked to: the cheap half of finding out whether it works.</summary>
internal static class KvmProbe
{
    // Documentation/virt/kvm/api.rst: KVM_GET_API_VERSION is 12 for good; KVM_CREATE_VM gives a file descriptor.
    private const nuint GetApiVersion = 0xAE00, CreateVm = 0xAE01;
    private static readonly Lazy<bool> s_makesMachines = new(Try);

    /// <summary>Whether KVM makes a machine when asked. Where it does not, it need not be tried.</summary>
    public static bool MakesMachines => s_makesMachines.Value;

    /// <summary>Our name of the architecture that KVM can run here.</summary>
    public static string HostArchitecture => RuntimeInformation.OSArchitecture switch
    {
        Architecture.X64 => "x86_64",
        Architecture.Arm64 => "aarch64",
        _ => "",
    };

    private static bool Try()
    {
        try
        {
            using SafeFileHandle device = File.OpenHandle("/dev/kvm", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            if (ioctl(device, GetApiVersion, 0) != 12)
                return false;
            int machine = ioctl(device, CreateVm, 0);
            if (machine < 0)
                return false;
            new SafeFileHandle(machine, ownsHandle: true).Dispose();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return false;
        }
    }

    [DllImport("libc")]
    private static extern int ioctl(SafeFileHandle file, nuint request, nint argument);
}
