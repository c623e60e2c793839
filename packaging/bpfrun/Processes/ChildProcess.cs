// clone(2) as fork(2), execve(2), wait4(2), signalfd(2).

using System;
using Corewright.Bpf.Kernel;
using Corewright.Loader;

namespace Corewright.BpfRun.Processes;

/// <summary>Runs the command whose doings the programs are to see.</summary>
internal static unsafe class ChildProcess
{
    private const int ChildSignal = 17;
    private const int SetMask = 2;
    private const int SignalSetBytes = 8;
    private const int NotFound = 127;
    private const int NoHang = 1;
    private const int MaxPathBytes = 4096;

    /// <summary>Starts a command.</summary>
    /// <param name="command">The command and its arguments, null after the last; without a slash it is looked for in PATH.</param>
    /// <param name="environment">NAME=VALUE, null after the last.</param>
    /// <param name="signals">The signals that it starts with blocked.</param>
    /// <returns>Its process id, or a negated errno.</returns>
    public static int Start(byte** command, byte** environment, ulong signals)
    {
        nint pid = Syscall.Invoke(SyscallNumber.Clone, ChildSignal);
        if (pid != 0)
            return (int)pid;
        Syscall.Invoke(SyscallNumber.RtSigprocmask, SetMask, (nint)(&signals), 0, SignalSetBytes);
        Execute(command, environment);
        Syscall.Write(2, "bpfrun: the command can't be started\n"u8);
        Syscall.Invoke(SyscallNumber.ExitGroup, NotFound);
        return 0;
    }

    /// <summary>Asks it to end.</summary>
    public static void Stop(int pid) => Syscall.Invoke(SyscallNumber.Kill, pid, Signals.Terminate);

    /// <summary>Ends it.</summary>
    public static void Kill(int pid) => Syscall.Invoke(SyscallNumber.Kill, pid, Signals.Kill);

    /// <summary>Looks whether it has ended, without waiting.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="status">Its status, as <see cref="Wait"/> gives it.</param>
    public static bool HasEnded(int pid, out int status)
    {
        int found = 0;
        bool ended = Syscall.Invoke(SyscallNumber.Wait4, pid, (nint)(&found), NoHang, 0) == pid;
        status = found;
        return ended;
    }

    /// <summary>Waits for its end.</summary>
    /// <param name="pid">The process.</param>
    /// <returns>The status as wait(2) has it: the signal in the lowest 7 bits, else the exit code in the next 8.</returns>
    public static int Wait(int pid)
    {
        int status = 0;
        nint result;
        do
            result = Syscall.Invoke(SyscallNumber.Wait4, pid, (nint)(&status), 0, 0);
        while (result == -Errno.Interrupted);
        return status;
    }

    // Returns only where there is nothing to execute.
    private static void Execute(byte** command, byte** environment)
    {
        ReadOnlySpan<byte> name = ZeroTerminatedText.Read(command[0]);
        if (name.IndexOf((byte)'/') >= 0)
        {
            Syscall.Invoke(SyscallNumber.Execve, (nint)command[0], (nint)command, (nint)environment);
            return;
        }
        byte* path = stackalloc byte[MaxPathBytes];
        ReadOnlySpan<byte> folders = SearchPath(environment);
        while (folders.Length != 0)
        {
            int end = folders.IndexOf((byte)':');
            ReadOnlySpan<byte> folder = end < 0 ? folders : folders[..end];
            folders = end < 0 ? default : folders[(end + 1)..];
            if (folder.Length == 0 || folder.Length + name.Length + 2 > MaxPathBytes)
                continue;
            folder.CopyTo(new Span<byte>(path, MaxPathBytes));
            path[folder.Length] = (byte)'/';
            name.CopyTo(new Span<byte>(path + folder.Length + 1, name.Length));
            path[folder.Length + 1 + name.Length] = 0;
            Syscall.Invoke(SyscallNumber.Execve, (nint)path, (nint)command, (nint)environment);
        }
    }

    private static ReadOnlySpan<byte> SearchPath(byte** environment)
    {
        for (; *environment != null; environment++)
        {
            ReadOnlySpan<byte> variable = ZeroTerminatedText.Read(*environment);
            if (variable.Length > 5 && variable[..5].SequenceEqual("PATH="u8))
                return variable[5..];
        }
        return "/bin:/sbin:/usr/bin:/usr/sbin"u8;
    }
}
