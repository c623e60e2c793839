using System;
using System.Threading;
using Corewright.Bpf.Kernel;
using Corewright.Loader.Output;

namespace Corewright.Loader.Events;

/// <summary>
/// Tells how many samples found no room in a ring buffer: a line on standard error, or an event in JSON. The kernel keeps no count;
/// the support crate does, in a map of its own, where a program could not reserve. The map is read in this process's memory, since
/// the right to ask the kernel is gone by then.
/// </summary>
internal sealed unsafe class LostEvents
{
    private const int ReadOnly = 1;
    private const int Shared = 1;
    private const int PageBytes = 4096;

    private readonly bool _json;
    private readonly Utf8Writer _output;
    private readonly Utf8Writer _log;
    private uint* _count;
    private uint _reported;

    /// <summary>Sets it up; there is nothing to tell yet.</summary>
    /// <param name="json">Whether events go out as JSON.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="log">Standard error.</param>
    public LostEvents(bool json, Utf8Writer output, Utf8Writer log)
    {
        _json = json;
        _output = output;
        _log = log;
    }

    /// <summary>The map's name: an array of one 64-bit number, which can be mapped.</summary>
    public static ReadOnlySpan<byte> MapName => "COREWRIGHT_LOST"u8;

    /// <summary>From now on reports what this map counts. A map that can't be mapped counts nothing.</summary>
    public void Watch(int map)
    {
        nint address = Syscall.Map(PageBytes, ReadOnly, Shared, map, 0);
        if (!Syscall.IsError(address))
            Watch((uint*)address);
    }

    /// <summary>From now on reports what is counted there.</summary>
    internal void Watch(uint* count) => _count = count;

    /// <summary>Reports those that were lost since the last time.</summary>
    public void Report()
    {
        // The lower half suffices for the difference, and is one access everywhere.
        uint count = _count == null ? 0 : Volatile.Read(ref *_count);
        uint more = count - _reported;
        if (more == 0)
            return;
        _reported = count;
        if (_json)
            _output.Text("{\"event\":\"lost\",\"count\":"u8).Decimal(more).Text("}\n"u8).Flush();
        else
            _log.Text(ChosenProgram.Name).Text(": "u8).Decimal(more).Text(more == 1 ? " event lost\n"u8 : " events lost\n"u8).Flush();
    }
}
