using System;
using System.Runtime.InteropServices;

namespace Corewright.Loader.Processes;

/// <summary>
/// Who did something: <c>ProcessHeader</c> of the support crate, which is generated for each program that has it. A pointer to one of
/// those is one to this; a test compares their layouts.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ObservedProcess
{
    /// <summary>TASK_COMM_LEN of the kernel.</summary>
    public const int CommLength = 16;

    /// <summary>The thread.</summary>
    public uint Pid;

    /// <summary>The process; 0 where none is known.</summary>
    public uint Tgid;

    /// <summary>Its parent.</summary>
    public uint Ppid;

    /// <summary>Its user.</summary>
    public uint Uid;

    /// <summary>Its group.</summary>
    public uint Gid;

    /// <summary>Its pid namespace's inode number.</summary>
    public uint PidNamespace;

    /// <summary>Its cgroup.</summary>
    public ulong CgroupId;

    /// <summary>When it started, in nanoseconds since boot.</summary>
    public ulong StartTime;

    /// <summary>What the thread was called; not ended by a zero where it takes all 16 bytes.</summary>
    public fixed byte Comm[CommLength];

    /// <summary>What the thread was called.</summary>
    /// <param name="process">A process that stays where it is.</param>
    public static ReadOnlySpan<byte> Command(ObservedProcess* process) => ZeroTerminatedText.Read(process->Comm, CommLength);
}
