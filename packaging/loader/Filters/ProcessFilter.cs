using System;
using System.Buffers.Binary;
using Corewright.Bpf;
using Corewright.Bpf.Maps;
using Corewright.Loader.Containers;
using Corewright.Loader.Loading;
using Corewright.Loader.Output;

namespace Corewright.Loader.Filters;

/// <summary>
/// Which processes are observed. The filter is a constant of the object, <c>COREWRIGHT_FILTER</c> of the support crate, set before it is
/// loaded: what isn't asked for costs nothing, and what is filtered out never leaves the kernel.
/// </summary>
internal unsafe struct ProcessFilter
{
    // Without its zero; the kernel's TASK_COMM_LEN is 16.
    private const int MaxCommBytes = 15;

    private byte* _comm;
    private byte* _container;
    private uint _pid;
    private uint _uid;
    private bool _hasUid;

    /// <summary>Takes an option of the command line, if it is one of the filter's.</summary>
    /// <param name="count">How many arguments there are.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="i">The option's number; afterwards that of its value.</param>
    /// <param name="error">Set to what is wrong with the value.</param>
    /// <returns>Whether it is one.</returns>
    public bool Takes(int count, byte** arguments, ref int i, ref UsageError error)
    {
        if (CommandLine.TakesValue("--pid"u8, count, arguments, ref i, ref error, out byte* pid))
        {
            if (!WholeNumber.TryReadPositive(pid, uint.MaxValue, out _pid))
                error = *pid == '0' ? UsageError.BadValue : UsageError.BadNumber;
        }
        else if (CommandLine.TakesValue("--uid"u8, count, arguments, ref i, ref error, out byte* uid))
        {
            _hasUid = WholeNumber.TryRead(uid, uint.MaxValue, out _uid);
            if (!_hasUid)
                error = UsageError.BadNumber;
        }
        else if (CommandLine.TakesValue("--comm"u8, count, arguments, ref i, ref error, out byte* comm))
        {
            // A name of no letters would be no filter at all.
            _comm = comm;
            if (*comm == 0)
                error = UsageError.BadValue;
        }
        else if (CommandLine.TakesValue("--container"u8, count, arguments, ref i, ref error, out byte* container))
        {
            _container = container;
        }
        else
        {
            return error != UsageError.None;
        }
        return true;
    }

    /// <summary>Whether an argument is one of the filter's options, with a value or without.</summary>
    public static bool IsOption(ReadOnlySpan<byte> argument)
    {
        int equals = argument.IndexOf((byte)'=');
        ReadOnlySpan<byte> name = equals < 0 ? argument : argument[..equals];
        return name.SequenceEqual("--pid"u8) || name.SequenceEqual("--uid"u8) || name.SequenceEqual("--comm"u8)
            || name.SequenceEqual("--container"u8);
    }

    /// <summary>Writes the filter into the object.</summary>
    /// <param name="session">A session whose object is read.</param>
    /// <param name="filter">The filter.</param>
    /// <returns>Whether it is there; if not, the session's failure is set.</returns>
    public static bool Apply(scoped ref Session session, in ProcessFilter filter) =>
        (filter._pid == 0 || Set(ref session, "COREWRIGHT_FILTER.pid"u8, filter._pid))
        && (!filter._hasUid || (Set(ref session, "COREWRIGHT_FILTER.uid"u8, filter._uid) && Set(ref session, "COREWRIGHT_FILTER.has_uid"u8, 1)))
        && (filter._comm == null || SetComm(ref session, ZeroTerminatedText.Read(filter._comm)))
        && (filter._container == null || SetContainer(ref session, filter._container));

    private static bool Set(scoped ref Session session, ReadOnlySpan<byte> path, uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return Set(ref session, path, bytes);
    }

    // As the kernel has it: cut off, and filled up with zeroes.
    private static bool SetComm(scoped ref Session session, ReadOnlySpan<byte> comm)
    {
        Span<byte> bytes = stackalloc byte[MaxCommBytes + 1];
        bytes.Clear();
        comm[..Math.Min(comm.Length, MaxCommBytes)].CopyTo(bytes);
        return Set(ref session, "COREWRIGHT_FILTER.comm"u8, bytes);
    }

    private static bool SetContainer(scoped ref Session session, byte* wanted)
    {
        var search = ContainerSearch.Run(wanted);
        if (search.Count != 1)
        {
            PlainText.Write(session.Failure.Set(ExitCode.Usage).Text("--container "u8), ZeroTerminatedText.Read(wanted));
            session.Failure.Append().Text(search.Count == 0
                ? ": no running container has this name, or an id that starts so (at least 4 characters)"u8
                : ": several running containers' ids start so; give more of it"u8);
            return false;
        }
        if (search.Result < 0)
        {
            session.Failure.Set(ExitCode.System, -search.Result).Text("the id of the container's cgroup can't be read: "u8).Errno(-search.Result);
            return false;
        }
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, search.Cgroup);
        return Set(ref session, "COREWRIGHT_FILTER.cgroup_id"u8, bytes);
    }

    private static bool Set(scoped ref Session session, scoped ReadOnlySpan<byte> path, scoped ReadOnlySpan<byte> value)
    {
        Fault fault = GlobalVariables.Set(ref session.Object, ref session.Arena, path, value);
        if (fault.Failed)
        {
            session.Failure.Set(ExitCode.DamagedObject).Text("the object has no filter of processes ("u8).Text(path).Text(": "u8)
                .Text(FaultText.Of(fault.Code)).Text("); install the loader again"u8);
        }
        return !fault.Failed;
    }
}
