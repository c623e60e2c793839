using System;
using System.Runtime.CompilerServices;
using Corewright.Loader.Containers;
using Corewright.Loader.Output;

namespace Corewright.Loader.Processes;

/// <summary>Writes who did something as members of a JSON object: the same ones, in the same order, whatever program it is.</summary>
internal static unsafe class ProcessMembers
{
    /// <summary>What the thread was called.</summary>
    /// <param name="process">A process that stays where it is.</param>
    public static ReadOnlySpan<byte> Command(ProcessHeader* process) => ZeroTerminatedText.Read(process->Comm, ProcessHeader.CommLength);

    /// <summary>Begins an object of an event.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="name">Its member <c>event</c>.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static JsonWriter Begin(Utf8Writer output, ReadOnlySpan<byte> name)
    {
        var json = new JsonWriter(output);
        json.BeginObject();
        json.String("event"u8, name);
        return json;
    }

    /// <summary>Ends an object, and its line.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void End(ref JsonWriter json)
    {
        json.EndObject();
        json.EndLine();
    }

    /// <summary>A thread: <c>pid</c>, then as <see cref="Process"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Thread(ref JsonWriter json, ProcessHeader* process)
    {
        json.Number("pid"u8, process->Pid);
        Process(ref json, process);
    }

    /// <summary>A process: <c>tgid</c>, <c>ppid</c>, <c>uid</c>, <c>gid</c>, <c>comm</c>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Process(ref JsonWriter json, ProcessHeader* process)
    {
        json.Number("tgid"u8, process->Tgid);
        json.Number("ppid"u8, process->Ppid);
        json.Number("uid"u8, process->Uid);
        json.Number("gid"u8, process->Gid);
        json.String("comm"u8, Command(process));
    }

    /// <summary>Where it runs: <c>container</c>, if it is in one, <c>cgroup_id</c>, <c>pid_namespace</c>; and <c>start_time_ns</c>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Place(ref JsonWriter json, ContainerTable containers, ProcessHeader* process)
    {
        containers.WriteMember(ref json, process->CgroupId);
        json.Number("cgroup_id"u8, process->CgroupId);
        json.Number("pid_namespace"u8, process->PidNamespace);
        json.Number("start_time_ns"u8, process->StartTime);
    }
}
