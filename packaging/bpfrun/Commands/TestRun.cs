using System;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Programs;
using Corewright.BpfRun.Values;
using Corewright.Loader;
using Corewright.Loader.Loading;
using Corewright.Loader.Output;

namespace Corewright.BpfRun.Commands;

/// <summary>Runs one program on data of the user's, without attaching it, and shows what comes out.</summary>
internal static unsafe class TestRun
{
    private const int MaxDataBytes = 1 << 20;

    // What a program may add in front of a packet: kernels take no output that is shorter than what comes out.
    private const int Growth = 4 << 10;

    /// <summary>Runs the command.</summary>
    /// <param name="session">A session; its failure, if the object can't be read, is reported like any other.</param>
    /// <param name="line">The command line.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="log">Standard error.</param>
    public static void Run(ref Session session, in CommandLine line, Utf8Writer output, Utf8Writer log)
    {
        MappedMemory memory = MappedMemory.Allocate((2 * MaxDataBytes) + Growth);
        ProgramTestResult result = default;
        Span<byte> produced = default;
        bool ran = !session.Failure.IsSet && RunCommand.ApplySettings(ref session, line) && LoadStage.Run(ref session, line.BtfPath, line.WholeLog, log)
            && Run(ref session, line, memory, out produced, out result);
        var json = new JsonWriter(output);
        json.BeginObject();
        json.String("kernel"u8, session.Release);
        json.String("program"u8, ZeroTerminatedText.Read(line.ProgramName));
        if (ran)
        {
            json.Number("returned"u8, result.Value);
            json.Number("nanoseconds"u8, result.DurationNanoseconds);
            json.Member("data"u8);
            json.HexString(produced);
        }
        MapDump.Write(ref json, session, line, null);
        GlobalDump.Write(ref json, session);
        RunReport.Result(ref json, session.Failure);
        json.EndObject();
        json.EndLine();
        memory.Dispose();
    }

    private static bool Run(
        scoped ref Session session, scoped in CommandLine line, MappedMemory memory, out Span<byte> produced, out ProgramTestResult result)
    {
        produced = default;
        result = default;
        ReadOnlySpan<byte> name = ZeroTerminatedText.Read(line.ProgramName);
        int length = 0;
        if (line.DataPath != null)
        {
            ReadOnlySpan<byte> path = new(line.DataPath, ZeroTerminatedText.Read(line.DataPath).Length + 1);
            length = memory.IsEmpty ? -Errno.NoMemory : KernelFile.Read(path, memory.Bytes[..MaxDataBytes]);
            if (length == MaxDataBytes)
                length = -Errno.TooBig;
            if (length < 0)
            {
                PlainText.Write(session.Failure.Set(ExitCode.Usage, -length).Text("the data "u8), path[..^1]);
                session.Failure.Append().Text(" can't be read: "u8).Errno(-length);
                return false;
            }
        }
        foreach (ref ProgramSpec program in session.Object.Programs)
        {
            if (!session.Object.Name(program).SequenceEqual(name))
                continue;
            Span<byte> room = length == 0 ? default : memory.Bytes.Slice(MaxDataBytes, length + Growth);
            int errno = -ProgramTesting.Run(program.Fd, memory.Bytes[..length], room, default, line.Repeat, out result);
            // Programs that can't be repeated want to be told so.
            if (errno == Errno.Invalid && line.Repeat == 1)
                errno = -ProgramTesting.Run(program.Fd, memory.Bytes[..length], room, default, 0, out result);
            if (errno == 0)
            {
                produced = room[..result.OutputBytes];
                return true;
            }
            PlainText.Write(session.Failure.Set(ExitCode.System, errno).Text("the kernel does not run program "u8), name);
            session.Failure.Append().Text(" on its own: "u8).Errno(errno);
            return false;
        }
        PlainText.Write(session.Failure.Set(ExitCode.Usage).Text("the object has no program "u8), name);
        return false;
    }
}
