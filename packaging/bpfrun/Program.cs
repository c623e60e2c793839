using System;
using Corewright.Bpf.Kernel;
using Corewright.BpfRun.Commands;
using Corewright.BpfRun.Reports;
using Corewright.Loader;
using Corewright.Loader.Commands;
using Corewright.Loader.Loading;
using Corewright.Loader.Output;

namespace Corewright.BpfRun;

/// <summary>Loads any object, runs a command while its programs are attached, and shows what they have left in its maps.</summary>
internal static unsafe partial class Program
{
    /// <summary>What messages begin with.</summary>
    public static ReadOnlySpan<byte> Name => "bpfrun"u8;

    private const int OutputBytes = 64 << 10;
    private const int LogBytes = 4 << 10;
    private const int MessageBytes = 1 << 10;

    /// <summary>The largest object that is read.</summary>
    private const int ObjectBytes = 64 << 20;

    // The longest report for people; one for programs may be of any length. Only what is written to is taken.
    private const int ReportBytes = 64 << 20;

    /// <summary>Does what the command line says.</summary>
    /// <param name="argc">How many arguments there are, the program's name included.</param>
    /// <param name="argv">The arguments, zero-terminated; null after the last.</param>
    /// <param name="envp">The environment, for the command that is run; null after the last.</param>
    /// <returns>The exit code: an <see cref="ExitCode"/>.</returns>
    internal static int Run(int argc, byte** argv, byte** envp)
    {
        MappedMemory buffers = MappedMemory.Allocate(OutputBytes + LogBytes + MessageBytes);
        if (buffers.IsEmpty)
            return (int)ExitCode.System;
        var output = new Utf8Writer(buffers.Start, OutputBytes, Descriptor.StandardOutput);
        var log = new Utf8Writer(buffers.Start + OutputBytes, LogBytes, Descriptor.StandardError);
        var failure = new Failure(new Utf8Writer(buffers.Start + OutputBytes + LogBytes, MessageBytes, Utf8Writer.MemoryOnly));

        CommandLine line = CommandLine.Parse(argc, argv);
        if (line.Error != UsageError.None)
            Help.Refuse(line, failure);
        else if (line.Verb == Verb.Help)
            Help.Run(output);
        else
            Run(line, envp, output, log, failure);
        return Finish(output, log, failure);
    }

    private static void Run(in CommandLine line, byte** environment, Utf8Writer output, Utf8Writer log, Failure failure)
    {
        Payload.TryOpen(PayloadBytes(), out Payload payload);
        Span<byte> release = stackalloc byte[KernelRelease.MaxLength];
        ReadOnlySpan<byte> file = ReadFile(line.ObjectPath, failure, out MappedMemory memory);
        Session session = Session.Open(Name, file, payload, release, failure);
        memory.Dispose();
        if (line.Verb == Verb.Check)
            Check.Run(ref session, line.BtfPath, line.Json ? CheckReport.Json(output) : CheckReport.Table(output, line.WholeLog));
        else
            Report(ref session, line, environment, output, log);
        session.Dispose();
    }

    private static void Report(ref Session session, in CommandLine line, byte** environment, Utf8Writer output, Utf8Writer log)
    {
        MappedMemory memory = line.Json ? default : MappedMemory.Allocate(ReportBytes);
        Utf8Writer report = memory.IsEmpty ? output : new Utf8Writer(memory.Start, ReportBytes, Utf8Writer.MemoryOnly);
        if (line.Verb == Verb.Test)
            TestRun.Run(ref session, line, report, log);
        else
            RunCommand.Run(ref session, line, environment, report, log);
        if (!memory.IsEmpty)
            IndentedJson.Write(output, report.Written);
        memory.Dispose();
    }

    private static ReadOnlySpan<byte> ReadFile(byte* path, Failure failure, out MappedMemory memory)
    {
        memory = MappedMemory.Allocate(ObjectBytes);
        int length = memory.IsEmpty
            ? -Errno.NoMemory
            : KernelFile.Read(new ReadOnlySpan<byte>(path, ZeroTerminatedText.Read(path).Length + 1), memory.Bytes);
        if (length == ObjectBytes)
            length = -Errno.TooBig;
        if (length >= 0)
            return memory.Bytes[..length];
        Utf8Writer message = failure.Set(ExitCode.Usage, -length).Text("the object "u8);
        PlainText.Write(message, ZeroTerminatedText.Read(path));
        message.Text(" can't be read: "u8).Errno(-length);
        return default;
    }

    private static int Finish(Utf8Writer output, Utf8Writer log, Failure failure)
    {
        output.Flush();
        // Whoever closed the other end of a pipe has seen enough; that is no failure.
        if (output.Errno != 0 && output.Errno != Errno.BrokenPipe && !failure.IsSet)
            failure.Set(ExitCode.Output, output.Errno).Text("standard output can't be written: "u8).Errno(output.Errno);
        if (failure.IsSet)
        {
            // Names in it are the object's or the user's, and may be any bytes.
            PlainText.Write(log.Text(Name).Text(": "u8), failure.Message);
            log.Byte((byte)'\n').Flush();
        }
        return (int)failure.Code;
    }
}
