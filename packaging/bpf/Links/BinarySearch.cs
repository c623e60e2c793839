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

    private static ReadOnlySpan<byte> ProgramFolders => "/usr/local/sbin/:/usr/local/bin/:/usr/sbin/:/usr/bin/:/sbin/:/bin/:"u8;

    private static ReadOnlySpan<byte> LibraryFolders => "/usr/local/lib/:/lib64/:/usr/lib64/:/lib/:/usr/lib/:"u8;

    private static ReadOnlySpan<byte> OwnLibraryFolders => Syscall.Architecture switch
    {
        MachineArchitecture.X86_64 => "/lib/x86_64-linux-gnu/:/usr/lib/x86_64-linux-gnu/:"u8,
        MachineArchitecture.Aarch64 => "/lib/aarch64-linux-gnu/:/usr/lib/aarch64-linux-gnu/:"u8,
        _ => "/lib/arm-linux-gnueabihf/:/usr/lib/arm-linux-gnueabihf/:"u8,
    };

    /// <summary>Finds and opens a file.</summary>
    /// <param name="name">
    /// A path, also without the slash that Aya takes off its beginning; or a name without any slash: a program's (<c>sh</c>), a
    /// library's (<c>libc.so.6</c>), or a library's without its version (<c>libc</c>).
    /// </param>
    /// <param name="path">Receives the path.</param>
    /// <param name="file">The file, to be disposed.</param>
    /// <param name="elf">Its headers.</param>
    /// <returns><see cref="FaultCode.BinaryUnreadable"/> with an errno, or one of the 200s.</returns>
    public static Fault Open(scoped ReadOnlySpan<byte> name, scoped ref PathText path, out BinaryFile file, out NativeElf elf)
    {
        Fault fault;
        if (name.IndexOf((byte)'/') >= 0)
        {
            fault = Open(default, name, ref path, out file, out elf);
            return fault.Errno == Errno.NoEntry && name[0] != '/' ? Open("/"u8, name, ref path, out file, out elf) : fault;
        }
        bool isLibrary = name.IndexOf(".so"u8) >= 0;
        if (!isLibrary)
        {
            fault = Search(ProgramFolders, name, ref path, out file, out elf);
            if (!fault.Failed)
                return fault;
        }
        fault = Search(OwnLibraryFolders, name, ref path, out file, out elf, !isLibrary);
        return fault.Failed ? Search(LibraryFolders, name, ref path, out file, out elf, !isLibrary) : fault;
    }

    // /lib can hold libraries of another architecture: those are passed over.
    private static Fault Search(
        scoped ReadOnlySpan<byte> folders, scoped ReadOnlySpan<byte> name, scoped ref PathText path, out BinaryFile file, out NativeElf elf,
        bool anyVersion = false)
    {
        Span<byte> buffer = stackalloc byte[FolderNames.BufferBytes];
        while (folders.Length != 0)
        {
            int length = folders.IndexOf((byte)':');
            ReadOnlySpan<byte> folder = folders[..length];
            if (anyVersion ? OpenAnyVersion(folder, name, ref path, buffer, out file, out elf) : OpenOwn(folder, name, ref path, out file, out elf))
                return Fault.None;
            folders = folders[(length + 1)..];
        }
        file = default;
        elf = default;
        return new Fault(FaultCode.BinaryUnreadable, 0, Errno.NoEntry);
    }

    private static bool OpenAnyVersion(
        scoped ReadOnlySpan<byte> folder, scoped ReadOnlySpan<byte> name, scoped ref PathText path, scoped Span<byte> buffer,
        out BinaryFile file, out NativeElf elf)
    {
        file = default;
        elf = default;
        path.Clear();
        path.Add(folder);
        if (FolderNames.Open(path.ZeroTerminated, buffer, out FolderNames names) < 0)
            return false;
        bool found = false;
        while (!found && names.Next(out ReadOnlySpan<byte> candidate))
        {
            // libc.so.6, not libcap.so.2; and libc.so, which developers have, is a text that names it.
            found = candidate.Length > name.Length + 3 && candidate[..name.Length].SequenceEqual(name)
                && candidate.Slice(name.Length, 3).SequenceEqual(".so"u8) && OpenOwn(folder, candidate, ref path, out file, out elf);
        }
        names.Dispose();
        return found;
    }

    private static bool OpenOwn(
        scoped ReadOnlySpan<byte> folder, scoped ReadOnlySpan<byte> name, scoped ref PathText path, out BinaryFile file, out NativeElf elf)
    {
        if (!Open(folder, name, ref path, out file, out elf).Failed && elf.Machine == OwnMachine)
            return true;
        file.Dispose();
        file = default;
        return false;
    }

    private static Fault Open(
        scoped ReadOnlySpan<byte> folder, scoped ReadOnlySpan<byte> name, scoped ref PathText path, out BinaryFile file, out NativeElf elf)
    {
        elf = default;
        path.Clear();
        path.Add(folder);
        path.Add(name);
        int result = -Errno.NoEntry;
        file = default;
        if (path.Fits)
            result = BinaryFile.Open(path.ZeroTerminated, out file);
        if (result < 0)
            return new Fault(FaultCode.BinaryUnreadable, 0, -result);
        Fault fault = NativeElf.Open(file, out elf);
        if (!fault.Failed)
            return fault;
        // Whoever asked disposes what it gets, also on failure.
        file.Dispose();
        file = default;
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
