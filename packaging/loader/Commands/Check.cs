using System;
using Corewright.Bpf.Kernel;
using Corewright.Loader.Loading;
using Corewright.Loader.Output;

namespace Corewright.Loader.Commands;

/// <summary>Loads everything, attaches nothing, and says how each program and each relocation went.</summary>
internal static unsafe class Check
{
    /// <summary>Runs the command.</summary>
    /// <param name="session">A session; its failure, if the object can't be read, is reported like any other.</param>
    /// <param name="line">The command line.</param>
    /// <param name="output">Standard output: receives the report in either form.</param>
    public static void Run(ref Session session, in CommandLine line, Utf8Writer output)
    {
        bool ready = !session.Failure.IsSet && RelocationStage.Run(ref session, line.BtfPath) && MapStage.Run(ref session)
            && ProgramStage.Link(ref session);
        CheckReport report = line.Json ? CheckReport.Json(output) : CheckReport.Table(output, line.WholeLog);
        report.Begin(session);
        for (int i = 0; i < session.Object.Programs.Length && ready; i++)
        {
            int errno = ProgramStage.Load(ref session, i, out MappedMemory memory, out ReadOnlySpan<byte> log);
            report.Program(session, i, errno, log);
            memory.Dispose();
        }
        report.Relocations(session);
        report.End(session);
    }
}
