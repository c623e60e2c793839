using System;
using Corewright.Bpf.Kernel;
using Corewright.Loader.Loading;

namespace Corewright.Loader.Commands;

/// <summary>Loads everything, attaches nothing, and says how each program and each relocation went.</summary>
internal static unsafe class Check
{
    /// <summary>Runs the command.</summary>
    /// <param name="session">A session; its failure, if the object can't be read, is reported like any other.</param>
    /// <param name="btfPath">What <c>--btf</c> said, or null.</param>
    /// <param name="report">Receives what is found.</param>
    public static void Run(ref Session session, byte* btfPath, CheckReport report)
    {
        bool ready = !session.Failure.IsSet && RelocationStage.Run(ref session, btfPath) && MapStage.Run(ref session)
            && ProgramStage.Link(ref session);
        report.Begin(session);
        for (int i = 0; i < session.Object.Programs.Length && ready; i++)
        {
            if (!session.Object.Programs[i].Selected)
                continue;
            int errno = ProgramStage.Load(ref session, i, out MappedMemory memory, out ReadOnlySpan<byte> log);
            report.Program(session, i, errno, log);
            memory.Dispose();
        }
        report.Relocations(session);
        report.End(session);
    }
}
