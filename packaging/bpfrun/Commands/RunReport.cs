using Corewright.Bpf.Links;
using Corewright.Bpf.Programs;
using Corewright.BpfRun.Values;
using Corewright.Loader;
using Corewright.Loader.Loading;
using Corewright.Loader.Output;

namespace Corewright.BpfRun.Commands;

/// <summary>How the command ended.</summary>
internal struct CommandEnd
{
    /// <summary>Whether there was one.</summary>
    public bool Ran;

    /// <summary>Its status as wait(2) has it.</summary>
    public int Status;
}

/// <summary>Writes what <c>run</c> has to say: one line of JSON.</summary>
internal static class RunReport
{
    /// <summary>Writes the report, also of a run that failed.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="session">The session, still attached.</param>
    /// <param name="end">How the command ended.</param>
    /// <param name="line">The command line.</param>
    /// <param name="perf">The buffers of perf event arrays; null where no program was attached.</param>
    public static void Write(Utf8Writer output, scoped in Session session, CommandEnd end, in CommandLine line, PerfSamples? perf)
    {
        var json = new JsonWriter(output);
        json.BeginObject();
        json.String("kernel"u8, session.Release);
        json.BeginArray("programs"u8);
        for (int i = 0; i < session.Object.Programs.Length; i++)
        {
            ref ProgramSpec program = ref session.Object.Programs[i];
            if (program.Fd == ProgramSpec.NotLoaded)
                continue;
            json.BeginObject();
            json.String("name"u8, session.Object.Name(program));
            json.String("section"u8, session.Object.SectionName(program));
            json.String("type"u8, ProgramTypeText.Of(program.Type));
            Links(ref json, session, i);
            IteratorDump.Write(ref json, session, i);
            json.EndObject();
        }
        json.EndArray();
        MapDump.Write(ref json, session, line, perf);
        GlobalDump.Write(ref json, session);
        if (end.Ran)
            Command(ref json, end.Status);
        Result(ref json, session.Failure);
        json.EndObject();
        json.EndLine();
    }

    // How it is attached, and how often: some programs need a link for each processor or function.
    private static void Links(ref JsonWriter json, scoped in Session session, int program)
    {
        uint count = 0;
        for (int i = 0; i < session.Links.Count; i++)
        {
            Link link = session.Links[i];
            if (link.Program != program || link.Undo == LinkUndo.Nothing)
                continue;
            if (count++ == 0)
                json.String("attached"u8, link.How);
        }
        json.Number("links"u8, count);
    }

    /// <summary>Writes the members that every report ends with.</summary>
    public static void Result(ref JsonWriter json, Failure failure)
    {
        json.String("result"u8, failure.IsSet ? "failed"u8 : "ok"u8);
        if (failure.IsSet)
        {
            json.BeginObject("error"u8);
            json.String("code"u8, ExitCodes.Name(failure.Code));
            json.String("message"u8, failure.Message);
            json.Number("errno"u8, (uint)failure.Errno);
            json.EndObject();
        }
        json.Number("exit"u8, (uint)failure.Code);
    }

    private static void Command(ref JsonWriter json, int status)
    {
        const int SignalMask = 0x7f, ExitShift = 8, ExitMask = 0xff;
        json.BeginObject("command"u8);
        if ((status & SignalMask) != 0)
            json.Number("signal"u8, (uint)(status & SignalMask));
        else
            json.Number("exit"u8, (uint)((status >> ExitShift) & ExitMask));
        json.EndObject();
    }
}
