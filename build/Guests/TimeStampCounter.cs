using System;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading;

namespace Corewright.Build.Guests;

/// <summary>
/// How fast the host's time stamp counter runs. QEMU hands the host's counter to an emulated x86 guest as it is; told its rate,
/// the guest need not measure it against a timer that emulation makes unsteady (about one boot in four hung when it had to).
/// </summary>
internal static class TimeStampCounter
{
    private static readonly Lazy<int?> s_kilohertz = new(Measure, LazyThreadSafetyMode.ExecutionAndPublication);

    /// <summary>In kHz; null where the host has no such counter.</summary>
    public static int? Kilohertz => s_kilohertz.Value;

    // /proc/cpuinfo says the core's present clock, which is not the counter's; so the counter is read by its instruction.
    private static unsafe int? Measure()
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64)
            return null;
        // rdtsc; shl rdx, 32; or rax, rdx; ret
        ReadOnlySpan<byte> code = [0x0F, 0x31, 0x48, 0xC1, 0xE2, 0x20, 0x48, 0x09, 0xD0, 0xC3];
        const int Read = 1, Write = 2, Execute = 4, PrivateAnonymous = 0x22, Page = 4096;
        nint page = mmap(0, Page, Read | Write, PrivateAnonymous, -1, 0);
        if (page == -1)
            return null;
        try
        {
            code.CopyTo(new Span<byte>((void*)page, Page));
            if (mprotect(page, Page, Read | Execute) != 0)
                return null;
            var counter = (delegate* unmanaged<ulong>)page;
            long from = Stopwatch.GetTimestamp();
            ulong first = counter();
            Thread.Sleep(30);
            long to = Stopwatch.GetTimestamp();
            ulong last = counter();
            return (int)Math.Round((last - first) / Stopwatch.GetElapsedTime(from, to).TotalMilliseconds);
        }
        finally
        {
            _ = munmap(page, Page);
        }
    }

    [DllImport("libc")]
    private static extern nint mmap(nint address, nint length, int protection, int flags, int file, nint offset);

    [DllImport("libc")]
    private static extern int mprotect(nint address, nint length, int protection);

    [DllImport("libc")]
    private static extern int munmap(nint address, nint length);
}
