using System;
using Corewright.Bpf.Kernel;
using Corewright.Loader.Commands;
using Corewright.Loader.Loading;
using Corewright.Loader.Output;

namespace Corewright.Loader;

/// <summary>The program on the board.</summary>
internal static unsafe partial class Program
{
    private const int OutputBytes = 64 << 10;
    private const int LogBytes = 4 << 10;
    private const int MessageBytes = 1 << 10;

    /// <summary>Does what the command line says.</summary>
    /// <param name="argc">How many arguments there are, the program's name included.</param>
    /// <param name="argv">The arguments, zero-terminated.</param>
    /// <param name="envp">The environment, of which only NO_COLOR and TERM count.</param>
    /// <returns>The exit code: an <see cref="ExitCode"/>.</returns>
    internal static int Run(int argc, byte** argv, byte** envp)
    {
        MappedMemory buffers = MappedMemory.Allocate(OutputBytes + LogBytes + MessageBytes);
        if (buffers.IsEmpty)
            return (int)ExitCode.System;
        var output = new Utf8Writer(buffers.Start, OutputBytes, Descriptor.StandardOutput);
        var log = new Utf8Writer(buffers.Start + OutputBytes, LogBytes, Descriptor.StandardError);
        var failure = new Failure(new Utf8Writer(buffers.Start + OutputBytes + LogBytes, MessageBytes, Utf8Writer.MemoryOnly));

        ProgramSink sink = ChosenProgram.NewSink();
        CommandLine line = CommandLine.Parse(argc, argv, sink);
        if (!sink.LayoutHolds)
            failure.Set(ExitCode.Internal).Text("the events are laid out otherwise than in the object"u8);
        else if (line.Error != UsageError.None)
            Help.Refuse(line, sink, failure);
        else if (line.Verb == Verb.Help)
            Help.Run(sink, output);
        else
            Run(line, sink, TerminalStyle.IsWanted(envp), output, log, failure);
        return Finish(output, log, failure);
    }

    /// <summary>From now on a new object is a fault: what runs for days must not grow. Does nothing on .NET.</summary>
    internal static void FreezeMemory() => Freeze();

    static partial void Freeze();

    private static void Run(in CommandLine line, ProgramSink sink, bool styled, Utf8Writer output, Utf8Writer log, Failure failure)
    {
        Span<byte> release = stackalloc byte[KernelRelease.MaxLength];
        if (!Payload.TryOpen(PayloadBytes(), out Payload payload))
            failure.Set(ExitCode.DamagedObject).Text("the payload is missing or damaged; install the loader again"u8);
        Session session = Session.Open(ChosenProgram.Name, payload.First(PayloadKind.Object), payload, release, failure);
        if (line.Verb == Verb.Check)
            Check.Run(ref session, line.BtfPath, line.Json ? CheckReport.Json(output) : CheckReport.Table(output, line.WholeLog));
        else if (line.Verb == Verb.Info && !failure.IsSet && line.Json)
            Info.PrintJson(session, output);
        else if (line.Verb == Verb.Info && !failure.IsSet)
            Info.Print(session, output);
        else if (line.Verb == Verb.Stream && !failure.IsSet)
        {
            sink.Open(output, log, line.Json, styled);
            Stream.Run(ref session, line, sink, output, log);
        }
        session.Dispose();
    }

    private static int Finish(Utf8Writer output, Utf8Writer log, Failure failure)
    {
        output.Flush();
        // Whoever closed the other end of a pipe has seen enough; that is no failure.
        if (output.Errno == Errno.TimedOut && !failure.IsSet)
            failure.Set(ExitCode.Output, output.Errno).Text("nobody reads standard output; what was still to be written is lost"u8);
        else if (output.Errno != 0 && output.Errno != Errno.BrokenPipe && !failure.IsSet)
            failure.Set(ExitCode.Output, output.Errno).Text("standard output can't be written: "u8).Errno(output.Errno);
        if (failure.IsSet)
        {
            // Names in it are the object's or the user's, and may be any bytes.
            PlainText.Write(log.Text(ChosenProgram.Name).Text(": "u8), failure.Message);
            log.Byte((byte)'\n').Flush();
        }
        return (int)failure.Code;
    }
}
