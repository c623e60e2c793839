using System;
using Corewright.Bpf;
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
        if (ready)
        {
            Load(ref session, ref report, areReplacements: false);
            // What they replace functions of has to be there.
            if (Features.Freplace)
                Load(ref session, ref report, areReplacements: true);
        }
        report.Relocations(session);
        report.End(session);
    }

    private static void Load(ref Session session, ref CheckReport report, bool areReplacements)
    {
        for (int i = 0; i < session.Object.Programs.Length; i++)
        {
            if (!session.Object.Programs[i].Selected || ReplacementStage.IsFor(session.Object.Programs[i]) != areReplacements)
                continue;
            int errno = areReplacements ? ReplacementStage.Run(ref session, i) : 0;
            MappedMemory memory = default;
            ReadOnlySpan<byte> log = default;
            if (errno == 0)
                errno = ProgramStage.Load(ref session, i, out memory, out log);
            report.Program(session, i, errno, log);
            memory.Dispose();
        }
    }
}
