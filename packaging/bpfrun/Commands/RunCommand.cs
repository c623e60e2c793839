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
            end = Wait(session, signals, line, environment);
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

    private static CommandEnd Wait(in Session session, in Signals signals, in CommandLine line, byte** environment)
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
        int signal;
        do
            signal = signals.Wait(line.DurationSeconds);
        while (signal == Signals.Child && pid == 0);
        if (signal < 0)
            session.Failure.Set(ExitCode.System, -signal).Text("signals can't be waited for: "u8).Errno(-signal);
        if (pid == 0)
            return end;
        if (signal != Signals.Child)
            ChildProcess.Stop(pid);
        end.Ran = true;
        end.Status = ChildProcess.Wait(pid);
        return end;
    }
}
