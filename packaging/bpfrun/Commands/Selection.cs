using System;
using Corewright.Bpf.Links;
using Corewright.Bpf.Programs;
using Corewright.Loader;
using Corewright.Loader.Loading;
using Corewright.Loader.Output;

namespace Corewright.BpfRun.Commands;

/// <summary>Which programs are loaded, and where they are attached, as <c>--only</c> and <c>--attach</c> say.</summary>
internal static class Selection
{
    /// <summary>Selects the programs that are named; all, where none is named.</summary>
    /// <returns>Whether all that are named are there.</returns>
    public static bool Apply(scoped in Session session, in CommandLine line)
    {
        OptionValues names = line.Values("--only"u8);
        bool first = true;
        while (names.Next(out ReadOnlySpan<byte> name))
        {
            for (int i = 0; i < session.Object.Programs.Length && first; i++)
                session.Object.Programs[i].Selected = false;
            first = false;
            if (!TryFind(session, name, out int index))
                return Refuse(session, name);
            session.Object.Programs[index].Selected = true;
        }
        if (!AreThere(session, line.Values("--attach"u8)) || !AreThere(session, line.Values("--cookie"u8)))
            return false;
        // Some programs have to know before they are loaded.
        OptionValues targets = line.Values("--attach"u8);
        while (targets.Next(out ReadOnlySpan<byte> assignment))
        {
            int equals = assignment.IndexOf((byte)'=');
            if (TryFind(session, assignment[..equals], out int index))
                session.Object.SetTarget(index, assignment[(equals + 1)..]);
        }
        return true;
    }

    /// <summary>Attaches what is loaded: each program as often as <c>--attach</c> names it, else where its section says.</summary>
    /// <returns>Whether all are attached.</returns>
    public static bool Attach(ref Session session, in CommandLine line)
    {
        session.WithoutLinks = line.WithoutLinks;
        for (int i = 0; i < session.Object.Programs.Length; i++)
        {
            if (session.Object.Programs[i].Fd == ProgramSpec.NotLoaded)
                continue;
            OptionValues targets = line.Values("--attach"u8);
            bool named = false;
            while (targets.Next(out ReadOnlySpan<byte> assignment))
            {
                int equals = assignment.IndexOf((byte)'=');
                if (!session.Object.Name(session.Object.Programs[i]).SequenceEqual(assignment[..equals]))
                    continue;
                named = true;
                if (!Attach(ref session, line, i, assignment[(equals + 1)..]))
                    return false;
            }
            if (!named && !Attach(ref session, line, i, session.Object.Target(session.Object.Programs[i])))
                return false;
        }
        return true;
    }

    private static bool Attach(ref Session session, in CommandLine line, int index, ReadOnlySpan<byte> target)
    {
        ulong cookie = 0;
        OptionValues cookies = line.Values("--cookie"u8);
        while (cookies.Next(out ReadOnlySpan<byte> assignment))
        {
            int equals = assignment.IndexOf((byte)'=');
            if (!session.Object.Name(session.Object.Programs[index]).SequenceEqual(assignment[..equals]))
                continue;
            if (ProbeTarget.TryParseNumber(assignment[(equals + 1)..], out cookie))
                continue;
            PlainText.Write(session.Failure.Set(ExitCode.Usage).Text("no number: "u8), assignment[(equals + 1)..]);
            return false;
        }
        return AttachStage.Attach(ref session, index, target, line.ProcessId == 0 ? -1 : (int)line.ProcessId, cookie);
    }

    // Options of the form PROGRAM=…
    private static bool AreThere(scoped in Session session, OptionValues assignments)
    {
        while (assignments.Next(out ReadOnlySpan<byte> assignment))
        {
            ReadOnlySpan<byte> name = assignment[..assignment.IndexOf((byte)'=')];
            if (!TryFind(session, name, out _))
                return Refuse(session, name);
        }
        return true;
    }

    private static bool TryFind(scoped in Session session, ReadOnlySpan<byte> name, out int index)
    {
        for (index = 0; index < session.Object.Programs.Length; index++)
        {
            if (session.Object.Name(session.Object.Programs[index]).SequenceEqual(name))
                return true;
        }
        return false;
    }

    private static bool Refuse(scoped in Session session, ReadOnlySpan<byte> name)
    {
        PlainText.Write(session.Failure.Set(ExitCode.Usage).Text("the object has no program "u8), name);
        return false;
    }
}
