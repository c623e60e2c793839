// BPF_OBJ_PIN: kernel/bpf/inode.c. Names in a bpf file system have no dots.

using System;
using Corewright.Bpf;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Links;
using Corewright.Bpf.Maps;
using Corewright.Bpf.Programs;
using Corewright.Loader;
using Corewright.Loader.Loading;
using Corewright.Loader.Output;

namespace Corewright.BpfRun.Commands;

/// <summary>
/// Pins what a run made below one folder, so that it outlives the run: declared maps by their names, programs by theirs, links by
/// <c>link_</c> and their program's. Maps that are there already are used again.
/// </summary>
internal static unsafe class Pins
{
    private const int MaxPathBytes = 4096;
    private const int CurrentDirectory = -100;
    private const int OwnerOnly = 0x1c0; // 0700

    /// <summary>Makes the folder, and has the maps pinned when they are created.</summary>
    /// <param name="session">A session whose object is read.</param>
    /// <param name="folder">The folder; null for not to pin.</param>
    /// <param name="mapFolder">Where maps are that ask to be pinned by name; null for the usual place.</param>
    /// <returns>Whether it went well.</returns>
    public static bool Prepare(scoped ref Session session, byte* folder, byte* mapFolder)
    {
        session.PinFolder = ZeroTerminatedText.Read(mapFolder);
        if (folder == null)
            return true;
        Syscall.Invoke(SyscallNumber.Mkdirat, CurrentDirectory, (nint)folder, OwnerOnly);
        Span<byte> path = stackalloc byte[MaxPathBytes];
        for (int i = 0; i < session.Object.Maps.Length; i++)
        {
            ref MapSpec map = ref session.Object.Maps[i];
            if (map.IsData || map.Pinning == MapPinning.ByName)
                continue;
            ReadOnlySpan<byte> name = session.Object.Name(map);
            int length = Join(path, ZeroTerminatedText.Read(folder), default, name, 0);
            Fault fault = length < 0 ? new Fault(FaultCode.MapPinPathTooLong) : PinnedMap.PinAt(ref map, path[..length], ref session.Arena);
            if (fault.Failed)
                return Refuse(session, folder, name, Errno.TooBig);
        }
        return true;
    }

    /// <summary>Pins programs and links. On failure, those that were pinned by this call are unpinned.</summary>
    /// <param name="session">A session whose programs are attached.</param>
    /// <param name="folder">The folder; null for not to pin.</param>
    /// <returns>Whether all are pinned.</returns>
    public static bool Apply(scoped ref Session session, byte* folder)
    {
        if (folder == null)
            return true;
        int programs = 0;
        int links = 0;
        bool pinned = true;
        for (; programs < session.Object.Programs.Length && pinned; programs++)
            pinned = Program(session, folder, programs, false);
        for (; links < session.Links.Count && pinned; links++)
            pinned = Link(session, folder, links, false);
        if (pinned)
            return true;
        // The one that failed isn't there, or isn't ours.
        for (int i = 0; i < programs - (links == 0 ? 1 : 0); i++)
            Program(session, folder, i, true);
        for (int i = 0; i < links - 1; i++)
            Link(session, folder, i, true);
        return false;
    }

    private static bool Program(scoped in Session session, byte* folder, int index, bool undo)
    {
        ref ProgramSpec program = ref session.Object.Programs[index];
        return program.Fd == ProgramSpec.NotLoaded || Pin(session, folder, program.Fd, default, session.Object.Name(program), 0, undo);
    }

    private static bool Link(scoped in Session session, byte* folder, int index, bool undo)
    {
        Link link = session.Links[index];
        if (link.Undo == LinkUndo.Nothing)
            return true;
        ReadOnlySpan<byte> name = session.Object.Name(session.Object.Programs[link.Program]);
        if (link.Fd < 0)
        {
            var fault = new Fault(FaultCode.FeatureMissing, (int)link.Lacking);
            MissingFeature.Describe(session, fault, "--pin of program"u8, name);
            return false;
        }
        int number = 0;
        for (int i = 0; i < index; i++)
            number += session.Links[i].Program == link.Program ? 1 : 0;
        return Pin(session, folder, link.Fd, "link_"u8, name, number, undo);
    }

    private static bool Pin(
        scoped in Session session, byte* folder, int fd, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> name, int number, bool undo)
    {
        Span<byte> path = stackalloc byte[MaxPathBytes];
        int length = Join(path, ZeroTerminatedText.Read(folder), prefix, name, number);
        if (length < 0)
            return Refuse(session, folder, name, Errno.TooBig);
        if (undo)
        {
            fixed (byte* start = path)
                Syscall.Invoke(SyscallNumber.Unlinkat, CurrentDirectory, (nint)start, 0);
            return true;
        }
        int result = Pinning.Pin(fd, path[..(length + 1)]);
        return result >= 0 || Refuse(session, folder, name, -result);
    }

    // The path's length, without the zero that follows it; -1 where it is too long.
    private static int Join(Span<byte> path, ReadOnlySpan<byte> folder, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> name, int number)
    {
        const int MaxNumberBytes = 11;
        if (folder.Length + prefix.Length + name.Length + MaxNumberBytes + 2 > path.Length)
            return -1;
        folder.CopyTo(path);
        int at = folder.Length;
        path[at++] = (byte)'/';
        prefix.CopyTo(path[at..]);
        at += prefix.Length;
        foreach (byte letter in name)
            path[at++] = letter is (byte)'.' or (byte)'/' ? (byte)'_' : letter;
        if (number != 0)
        {
            path[at++] = (byte)'_';
            int first = at;
            for (int rest = number; rest != 0; rest /= 10)
                path[at++] = (byte)('0' + (rest % 10));
            for (int i = first, j = at - 1; i < j; i++, j--)
                (path[i], path[j]) = (path[j], path[i]);
        }
        path[at] = 0;
        return at;
    }

    private static bool Refuse(scoped in Session session, byte* folder, ReadOnlySpan<byte> name, int errno)
    {
        PlainText.Write(session.Failure.Set(ExitCode.System, errno), name);
        session.Failure.Append().Text(" can't be pinned in "u8);
        PlainText.Write(session.Failure.Append(), ZeroTerminatedText.Read(folder));
        session.Failure.Append().Text(": "u8).Errno(errno).Text(errno == Errno.Exists
            ? "; unpin what an earlier run left there, or pin elsewhere"u8
            : "; is a bpf file system mounted there? (mount -t bpf bpf /sys/fs/bpf)"u8);
        return false;
    }
}
