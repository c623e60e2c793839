using System;
using Cake.Core;
using Spectre.Console;

namespace Corewright.Build.Progress;

/// <summary>Chooses how progress is shown.</summary>
public static class ProgressLogs
{
    /// <summary>Live bars on a terminal that can show them, plain lines everywhere else.</summary>
    public static IProgressLog Choose(ICakeContext context)
    {
        string terminal = context.Environment.GetEnvironmentVariable("TERM") ?? "";
        bool isCi = !string.IsNullOrEmpty(context.Environment.GetEnvironmentVariable("CI"));
        bool canShow = !Console.IsOutputRedirected && terminal.Length > 0 && terminal != "dumb" && !isCi;
        return canShow
            ? new LiveProgressLog(context.Log, AnsiConsole.Console, TimeProvider.System)
            : new PlainProgressLog(context.Log, TimeProvider.System);
    }
}
