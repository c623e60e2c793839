using System;
using Corewright.Bpf;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Maps;
using Corewright.Bpf.Programs;
using Corewright.Loader.Events;
using Corewright.Loader.Filters;
using Corewright.Loader.Loading;
using Corewright.Loader.Logging;
using Corewright.Loader.Output;

namespace Corewright.Loader.Commands;

/// <summary>Attaches everything and prints events until told to stop.</summary>
internal static unsafe class Stream
{
    private const int MessageBytes = 4096;

    /// <summary>Runs the command.</summary>
    /// <param name="session">A session whose object is read.</param>
    /// <param name="line">The command line.</param>
    /// <param name="sink">Takes what the program observes.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="log">Standard error.</param>
    public static void Run(ref Session session, in CommandLine line, ProgramSink sink, Utf8Writer output, Utf8Writer log)
    {
        StopSignals.Hold();
        if ((sink.FiltersProcesses && !ProcessFilter.Apply(ref session, line.Filter)) || !sink.Prepare(ref session)
            || !LoadStage.Run(ref session, line.BtfPath, line.WholeLog, log) || !sink.Fill(ref session))
        {
            return;
        }

        var lost = new LostEvents(line.Json, output, log);
        int counter = session.Object.FindMap(LostEvents.MapName);
        if (counter >= 0)
            lost.Watch(session.Object.Maps[counter].Fd);
        var stream = new EventStream(sink, lost, output);
        Fault fault = OpenEvents(session, sink.EventsMap, stream, stream.Open(line.DurationSeconds, log));
        MappedMemory message = default;
        if (Features.Logging && !fault.Failed)
            fault = OpenLog(session, line.Json, stream, output, log, out message);
        if (!fault.Failed && sink.Attach(ref session))
            fault = Print(session, stream, sink, output, log);
        stream.Dispose();
        message.Dispose();
        if (fault.Failed)
            Describe(session.Failure, sink, fault);
    }

    private static Fault Print(
        in Session session, EventStream stream, ProgramSink sink, Utf8Writer output, Utf8Writer log)
    {
        // What is open is all that is needed from here on. Where a filter forbids it, nothing is lost but this.
        Capabilities.Keep(sink.KeptCapabilities);
        uint attached = Attached(session);
        log.Text(session.Tool).Text(": attached "u8).Decimal(attached).Text(attached == 1 ? " program\n"u8 : " programs\n"u8).Flush();
        sink.Begin();
        output.Flush();
        stream.Begin();
        Program.FreezeMemory();
        Fault fault = stream.Run();
        sink.Finish();
        // While it is known still whether to wait for a reader.
        output.Flush();
        if (sink.Unknown != 0)
        {
            log.Text(session.Tool).Text(": "u8).Decimal(sink.Unknown)
                .Text(" samples were no event that this loader knows\n"u8).Flush();
        }
        return fault;
    }

    private static uint Attached(in Session session)
    {
        uint count = 0;
        foreach (ref ProgramSpec program in session.Object.Programs)
            count += program.Fd != ProgramSpec.NotLoaded ? 1u : 0;
        return count;
    }

    private static Fault OpenEvents(in Session session, ReadOnlySpan<byte> events, EventStream stream, Fault opened)
    {
        if (events.Length == 0 || opened.Failed)
            return opened;
        int index = session.Object.FindMap(events);
        if (index < 0 || session.Object.Maps[index].Type != MapType.RingBuffer)
            return new Fault(FaultCode.EventsMapMissing, 0, 0, FaultStage.ReadEvents);
        ref MapSpec map = ref session.Object.Maps[index];
        return stream.Read(map.Fd, map.MaxEntries, CounterBytes(session));
    }

    // An object whose programs log has a ring buffer for that.
    private static Fault OpenLog(
        in Session session, bool json, EventStream stream, Utf8Writer output, Utf8Writer log, out MappedMemory message)
    {
        message = default;
        int index = session.Object.FindMap(LogPrinter.MapName);
        if (index < 0)
            return Fault.None;
        message = MappedMemory.Allocate(MessageBytes);
        if (message.IsEmpty)
            return new Fault(FaultCode.EventsUnreadable, 0, Errno.NoMemory, FaultStage.ReadEvents);
        ref MapSpec map = ref session.Object.Maps[index];
        var printer = new LogPrinter(json, output, log, new Utf8Writer(message.Start, MessageBytes, Utf8Writer.MemoryOnly));
        return stream.ReadLog(map.Fd, map.MaxEntries, CounterBytes(session), printer);
    }

    // A minimised BTF may not tell the kernel's word size; then it is this program's.
    private static int CounterBytes(in Session session) => session.KernelWordBytes != 0 ? session.KernelWordBytes : sizeof(nuint);

    private static void Describe(Failure failure, ProgramSink sink, Fault fault)
    {
        if (fault.Code == FaultCode.EventsMapMissing)
        {
            failure.Set(ExitCode.DamagedObject).Text("the object has no ring buffer map "u8).Text(sink.EventsMap)
                .Text("; install the loader again"u8);
            return;
        }
        failure.Set(ExitCode.System, fault.Errno).Text(FaultText.Of(fault.Code));
        if (fault.Errno != 0)
            failure.Append().Text(": "u8).Errno(fault.Errno);
    }
}
