using System;
using Corewright.Bpf;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Links;
using Corewright.Bpf.Programs;
using Corewright.Loader.Output;

namespace Corewright.Loader.Loading;

/// <summary>Attaches the loaded programs to their tracepoints.</summary>
internal static class AttachStage
{
    /// <summary>Attaches every program. On failure those that are attached stay so until they are disposed.</summary>
    /// <param name="session">A session whose programs are loaded.</param>
    /// <param name="links">One for each program, to be disposed.</param>
    /// <returns>Whether all are attached.</returns>
    public static bool Run(scoped ref Session session, out Span<TracepointLink> links)
    {
        int count = session.Object.Programs.Length;
        Fault full = session.Arena.Allocate(count, out links);
        if (full.Failed)
        {
            ObjectFailure.Describe(session.Failure, full);
            return false;
        }
        links.Fill(default);
        for (int i = 0; i < count; i++)
        {
            ref ProgramSpec program = ref session.Object.Programs[i];
            ProgramSection.TryParseTracepoint(session.Object.SectionName(program), out ReadOnlySpan<byte> tracepoint);
            int result = Tracefs.FindTracepoint(tracepoint);
            if (result >= 0)
                result = TracepointLink.Attach(program.Fd, result, out links[i]);
            if (result >= 0)
                continue;
            Describe(session, session.Object.Name(program), tracepoint, result);
            return false;
        }
        return true;
    }

    private static void Describe(in Session session, ReadOnlySpan<byte> program, ReadOnlySpan<byte> tracepoint, int result)
    {
        if (result == Tracefs.NotMounted)
        {
            session.Failure.Set(ExitCode.NoTracefs)
                .Text("tracefs is not mounted; run: mount -t tracefs tracefs /sys/kernel/tracing"u8);
            return;
        }
        int errno = -result;
        if (errno == Errno.NoEntry)
        {
            session.Failure.Set(ExitCode.KernelTooOld, errno).Text("kernel "u8).Text(session.Release)
                .Text(" has no tracepoint "u8).Text(tracepoint).Text(", which program "u8).Text(program)
                .Text(" needs; one that has it is needed"u8);
            return;
        }
        bool refused = Privileges.IsRefusal(errno);
        Utf8Writer message = session.Failure.Set(refused ? ExitCode.NoPrivileges : ExitCode.System, errno)
            .Text("program "u8).Text(program).Text(" can't be attached to tracepoint "u8).Text(tracepoint);
        if (refused)
            Privileges.DescribeAttaching(message, errno);
        else
            message.Text(": "u8).Errno(errno);
    }
}
