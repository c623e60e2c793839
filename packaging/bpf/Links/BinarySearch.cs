// Where programs and libraries are: hier(7), ld.so(8) and Debian's multiarch folders.

using System;
using Corewright.Bpf.Elf;
using Corewright.Bpf.Kernel;

namespace Corewright.Bpf.Links;

/// <summary>Finds the file that a probe's target names.</summary>
internal static class BinarySearch
{
    /// <summary>PATH_MAX.</summary>
    public const int MaxPathBytes = 4096;

    private static ReadOnlySpan<byte> ProgramFolders => "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:"u8;

    private static ReadOnlySpan<byte> LibraryFolders => "/usr/local/lib:/lib64:/usr/lib64:/lib:/usr/lib:"u8;

    private static ReadOnlySpan<byte> OwnLibraryFolders => Syscall.Architecture switch
    {
        MachineArchitecture.X86_64 => "/lib/x86_64-linux-gnu:/usr/lib/x86_64-linux-gnu:"u8,
        MachineArchitecture.Aarch64 => "/lib/aarch64-linux-gnu:/usr/lib/aarch64-linux-gnu:"u8,
        _ => "/lib/arm-linux-gnueabihf:/usr/lib/arm-linux-gnueabihf:"u8,
    };

    /// <summary>Finds and opens a file.</summary>
    /// <param name="name">A path, which is taken as it is, or a name without a slash: a library's or a program's.</param>
    /// <param name="path">Receives the path.</param>
    /// <param name="file">The file, to be disposed.</param>
    /// <param name="elf">Its headers.</param>
    /// <returns><see cref="FaultCode.BinaryUnreadable"/> with an errno, or one of the 200s.</returns>
    public static Fault Open(scoped ReadOnlySpan<byte> name, scoped ref PathText path, out BinaryFile file, out NativeElf elf)
    {
        Fault fault;
        if (name.IndexOf((byte)'/') >= 0)
            return Open(default, name, ref path, out file, out elf);
        if (name.IndexOf(".so"u8) < 0)
            return Search(ProgramFolders, name, ref path, out file, out elf);
        fault = Search(OwnLibraryFolders, name, ref path, out file, out elf);
        return fault.Failed ? Search(LibraryFolders, name, ref path, out file, out elf) : fault;
    }

    // /lib can hold libraries of another architecture: those are passed over.
    private static Fault Search(
        scoped ReadOnlySpan<byte> folders, scoped ReadOnlySpan<byte> name, scoped ref PathText path, out BinaryFile file, out NativeElf elf)
    {
        while (folders.Length != 0)
        {
            int length = folders.IndexOf((byte)':');
            if (!Open(folders[..length], name, ref path, out file, out elf).Failed && elf.Machine == OwnMachine)
                return Fault.None;
            file.Dispose();
            folders = folders[(length + 1)..];
        }
        file = default;
        elf = default;
        return new Fault(FaultCode.BinaryUnreadable, 0, Errno.NoEntry);
    }

    private static Fault Open(
        scoped ReadOnlySpan<byte> folder, scoped ReadOnlySpan<byte> name, scoped ref PathText path, out BinaryFile file, out NativeElf elf)
    {
        elf = default;
        path.Clear();
        path.Add(folder);
        path.Add(folder.Length == 0 ? default : "/"u8);
        path.Add(name);
        int result = -Errno.NoEntry;
        file = default;
        if (path.Fits)
            result = BinaryFile.Open(path.ZeroTerminated, out file);
        if (result < 0)
            return new Fault(FaultCode.BinaryUnreadable, 0, -result);
        Fault fault = NativeElf.Open(file, out elf);
        if (fault.Failed)
            file.Dispose();
        return fault;
    }

    // EM_X86_64, EM_AARCH64, EM_ARM
    private static ushort OwnMachine => Syscall.Architecture switch
    {
        MachineArchitecture.X86_64 => 62,
        MachineArchitecture.Aarch64 => 183,
        _ => NativeElf.ArmMachine,
    };
}
