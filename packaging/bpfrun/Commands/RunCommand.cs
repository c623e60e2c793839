using System;
using Corewright.Bpf.Programs;
using Corewright.BpfRun.Processes;
using Corewright.BpfRun.Values;
using Corewright.Loader;
using Corewright.Loader.Loading;
using Corewright.Loader.Output;

namespace Corewright.BpfRun.Commands;

/// <summary>Loads, attaches, runs a command or waits, and shows what the programs have left behind.</summary>
internal static unsafe class RunCommand
{
    // Enough to write something out; the programs stay attached meanwhile.
    private const uint GraceSeconds = 5;

    /// <summary>Runs the command.</summary>
    /// <param name="session">A session; its failure, if the object can't be read, is reported like any other.</param>
    /// <param name="line">The command line.</param>
    /// <param name="environment">For the command that is run.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="log">Standard error.</param>
    public static void Run(ref Session session, in CommandLine line, byte** environment, Utf8Writer output, Utf8Writer log)
    {
        Signals signals = Signals.Hold();
        CommandEnd end = default;
        bool ready = !session.Failure.IsSet && ApplySettings(ref session, line) && Pins.Prepare(ref session, line.PinPath, line.PinMapsPath)
            && LoadStage.Run(ref session, line.BtfPath, line.WholeLog, log);
        PerfSamples? perf = ready ? PerfSamples.Open(session) : null;
        ready = ready && Selection.Attach(ref session, line) && Pins.Apply(ref session, line.PinPath);
        if (ready)
        {
            log.Text(Program.Name).Text(": attached "u8).Decimal(Attached(session)).Text(" programs\n"u8).Flush();
            end = Wait(session, signals, line, environment, log);
        }
        RunReport.Write(output, session, end, line, perf);
        output.Flush();
        perf?.Dispose();
        signals.Dispose();
    }

    /// <summary>Carries out <c>--only</c> and <c>--set</c>, as often as they are given.</summary>
    /// <returns>Whether all could be done.</returns>
    public static bool ApplySettings(ref Session session, in CommandLine line)
    {
        if (!Selection.Apply(session, line))
            return false;
        OptionValues settings = line.Values("--set"u8);
        while (settings.Next(out ReadOnlySpan<byte> assignment))
        {
            if (!VariableSetting.Apply(ref session, assignment))
                return false;
        }
        return true;
    }

    private static uint Attached(in Session session)
    {
        uint count = 0;
        foreach (ref ProgramSpec program in session.Object.Programs)
            count += program.Fd != ProgramSpec.NotLoaded && program.Attach != AttachKind.None ? 1u : 0;
        return count;
    }

    private static CommandEnd Wait(in Session session, in Signals signals, in CommandLine line, byte** environment, Utf8Writer log)
    {
        CommandEnd end = default;
        int pid = 0;
        if (line.Command != null)
        {
            pid = ChildProcess.Start(line.Command, environment, signals.Before);
            if (pid < 0)
            {
                session.Failure.Set(ExitCode.System, -pid).Text("no process can be started for the command: "u8).Errno(-pid);
                return end;
            }
        }
        if (pid != 0)
        {
            end.Ran = true;
            end.Status = AwaitCommand(session.Failure, signals, line.DurationSeconds, pid, log);
            return end;
        }
        int signal;
        do
            signal = signals.Wait(line.DurationSeconds);
        while (signal == Signals.Child);
        if (signal < 0)
            NotWaited(session.Failure, signal);
        return end;
    }

    // A command that is there when bpfrun is to end is asked to end, too; where it does not, it is killed after a while, or at once
    // when bpfrun is asked a second time.
    private static int AwaitCommand(Failure failure, in Signals signals, uint seconds, int pid, Utf8Writer log)
    {
        bool asked = false;
        int status;
        while (!ChildProcess.HasEnded(pid, out status))
        {
            int signal = signals.Wait(asked ? GraceSeconds : seconds);
            // Also sent for a command that was stopped or goes on.
            if (signal == Signals.Child)
                continue;
            if (signal < 0)
                NotWaited(failure, signal);
            if (signal < 0 || asked)
            {
                log.Text(Program.Name).Text(": the command did not end at SIGTERM "u8);
                if (signal == Signals.TimeUp)
                    log.Text("within "u8).Decimal(GraceSeconds).Text(" s "u8);
                log.Text("and was killed\n"u8).Flush();
                ChildProcess.Kill(pid);
                return ChildProcess.Wait(pid);
            }
            ChildProcess.Stop(pid);
            asked = true;
        }
        return status;
    }

    private static void NotWaited(Failure failure, int error) =>
        failure.Set(ExitCode.System, -error).Text("signals can't be waited for: "u8).Errno(-error);
}
