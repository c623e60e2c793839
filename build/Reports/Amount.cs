using System;
using System.Globalization;

namespace Corewright.Build.Reports;

/// <summary>Numbers with their unit, the same in every report and independent of the user's locale.</summary>
internal static class Amount
{
    /// <summary>Bytes with a binary unit, such as <c>98.3 KiB</c>.</summary>
    internal static string Bytes(long bytes) => bytes switch
    {
        < 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.0} KiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024.0):0.0} MiB"),
    };

    /// <summary>Milliseconds: whole from 100 on, with two places below.</summary>
    internal static string Milliseconds(TimeSpan duration) => duration.TotalMilliseconds >= 100
        ? string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds:0} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds:0.00} ms");

    /// <summary>An optional duration; a dash where there is none.</summary>
    internal static string Milliseconds(TimeSpan? duration) => duration is { } d ? Milliseconds(d) : "–";
}
