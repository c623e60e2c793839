namespace Cake.Core.Diagnostics;

public delegate void LogActionEntry(string format, params object[] args);

public delegate void LogAction(LogActionEntry actionEntry);

public static class LogExtensions
{
    public static void Error(this ICakeLog log, string format, params object[] args) =>
        log?.Write(Verbosity.Quiet, LogLevel.Error, format, args);

    public static void Error(this ICakeLog log, string value) => log.Error("{0}", value);

    public static void Error(this ICakeLog log, object value) => log.Error("{0}", value);

    public static void Error(this ICakeLog log, LogAction logAction) => Write(log, Verbosity.Quiet, LogLevel.Error, logAction);

    public static void Warning(this ICakeLog log, string format, params object[] args) =>
        log?.Write(Verbosity.Minimal, LogLevel.Warning, format, args);

    public static void Warning(this ICakeLog log, string value) => log.Warning("{0}", value);

    public static void Warning(this ICakeLog log, object value) => log.Warning("{0}", value);

    public static void Warning(this ICakeLog log, LogAction logAction) =>
        Write(log, Verbosity.Minimal, LogLevel.Warning, logAction);

    public static void Information(this ICakeLog log, string format, params object[] args) =>
        log?.Write(Verbosity.Normal, LogLevel.Information, format, args);

    public static void Information(this ICakeLog log, string value) => log.Information("{0}", value);

    public static void Information(this ICakeLog log, object value) => log.Information("{0}", value);

    public static void Information(this ICakeLog log, LogAction logAction) =>
        Write(log, Verbosity.Normal, LogLevel.Information, logAction);

    public static void Verbose(this ICakeLog log, string format, params object[] args) =>
        log?.Write(Verbosity.Verbose, LogLevel.Verbose, format, args);

    public static void Verbose(this ICakeLog log, string value) => log.Verbose("{0}", value);

    public static void Verbose(this ICakeLog log, object value) => log.Verbose("{0}", value);

    public static void Verbose(this ICakeLog log, LogAction logAction) =>
        Write(log, Verbosity.Verbose, LogLevel.Verbose, logAction);

    public static void Debug(this ICakeLog log, string format, params object[] args) =>
        log?.Write(Verbosity.Diagnostic, LogLevel.Debug, format, args);

    public static void Debug(this ICakeLog log, string value) => log.Debug("{0}", value);

    public static void Debug(this ICakeLog log, object value) => log.Debug("{0}", value);

    public static void Debug(this ICakeLog log, LogAction logAction) =>
        Write(log, Verbosity.Diagnostic, LogLevel.Debug, logAction);

    private static void Write(ICakeLog log, Verbosity verbosity, LogLevel level, LogAction logAction)
    {
        if (log is null || logAction is null || verbosity > log.Verbosity)
            return;
        logAction((format, args) => log.Write(verbosity, level, format, args));
    }
}
