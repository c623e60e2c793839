namespace Corewright.Bpf.Logging;

/// <summary>How much a log record matters, as the support crate numbers it.</summary>
public enum LogLevel : byte
{
    /// <summary>Something failed.</summary>
    Error = 1,

    /// <summary>Something is odd.</summary>
    Warn = 2,

    /// <summary>Something happened that one wants to know.</summary>
    Info = 3,

    /// <summary>For whoever looks for a fault.</summary>
    Debug = 4,

    /// <summary>Every step.</summary>
    Trace = 5,
}
