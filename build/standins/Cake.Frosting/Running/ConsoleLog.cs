using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using Cake.Core.Diagnostics;

namespace Cake.Frosting.Running;

/// <summary>Errors go to standard error, the rest to standard output; colour follows TERM and NO_COLOR.</summary>
internal sealed class ConsoleLog : ICakeLog
{
    private static readonly string[] ColourTerminals =
        ["xterm", "rxvt", "eterm", "screen", "tmux", "vt100", "vt102", "vt220", "vt320", "ansi", "linux", "konsole"];

    private readonly Lock gate = new();

    public static bool Colour { get; } = WantsColour();

    public Verbosity Verbosity { get; set; } = Verbosity.Normal;

    public void Write(Verbosity verbosity, LogLevel level, string format, params object[] args)
    {
        if (verbosity > Verbosity)
            return;
        string text = args.Length == 0 ? format : string.Format(CultureInfo.InvariantCulture, format, args);
        bool isError = level <= LogLevel.Error;
        TextWriter writer = isError ? Console.Error : Console.Out;
        string code = level switch
        {
            LogLevel.Fatal or LogLevel.Error => "31;1",
            LogLevel.Warning => "33;1",
            LogLevel.Verbose or LogLevel.Debug => "37",
            _ => null,
        };
        lock (gate)
        {
            writer.WriteLine(Colour && code is not null ? $"\u001b[{code}m{text}\u001b[0m" : text);
            writer.Flush();
        }
    }

    private static bool WantsColour()
    {
        if (!string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable("NO_COLOR")))
            return false;
        if (!string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable("GITHUB_ACTION")))
            return true;
        string terminal = Environment.GetEnvironmentVariable("TERM") ?? "";
        return ColourTerminals.Any(terminal.Contains);
    }
}
