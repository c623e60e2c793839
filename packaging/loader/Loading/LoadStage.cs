using System;
using Corewright.Bpf;
using Corewright.Bpf.Kernel;
using Corewright.Loader.Output;

namespace Corewright.Loader.Loading;

/// <summary>All stages up to loaded programs, for a command that goes on from there.</summary>
internal static unsafe class LoadStage
{
    /// <summary>Relocates, creates the maps, links and loads.</summary>
    /// <param name="session">A session whose object is read.</param>
    /// <param name="btfPath">What <c>--btf</c> said, or null.</param>
    /// <param name="wholeLog">Whether a verifier's log is printed whole, or only what matters of it.</param>
    /// <param name="log">Standard error.</param>
    /// <returns>Whether all programs are loaded.</returns>
    public static bool Run(ref Session session, byte* btfPath, bool wholeLog, Utf8Writer log)
    {
        bool ready = RelocationStage.Run(ref session, btfPath) && MapStage.Run(ref session) && ProgramStage.Link(ref session);
        if (session.TypesErrno != 0 && ready)
            Warn(session, log);
        for (int i = 0; i < session.Object.Programs.Length && ready; i++)
            ready = !session.Object.Programs[i].Selected || ReplacementStage.IsFor(session.Object.Programs[i]) || Load(ref session, i, wholeLog, log);
        // What they replace functions of has to be there.
        for (int i = 0; i < session.Object.Programs.Length && ready && Features.Freplace; i++)
        {
            if (session.Object.Programs[i].Selected && ReplacementStage.IsFor(session.Object.Programs[i]))
                ready = ReplacementStage.Run(ref session, i) == 0 && Load(ref session, i, wholeLog, log);
        }
        return ready && MapStage.FillPrograms(session);
    }

    private static bool Load(ref Session session, int index, bool wholeLog, Utf8Writer log)
    {
        int errno = ProgramStage.Load(ref session, index, out MappedMemory memory, out ReadOnlySpan<byte> text);
        if (wholeLog)
            VerifierSummary.WriteWhole(log, text);
        else if (text.Length != 0 && session.Failure.Code != ExitCode.KernelTooOld)
            VerifierSummary.Write(log, session, session.Object.Programs[index], text);
        log.Flush();
        memory.Dispose();
        return errno == 0;
    }

    private static void Warn(in Session session, Utf8Writer log) =>
        log.Text(session.Tool).Text(": warning: the kernel does not take the object's BTF ("u8).Errno(session.TypesErrno)
            .Text("); bpftool will show its maps without field names\n"u8).Flush();
}
