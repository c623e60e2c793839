using System;
using System.Globalization;

namespace Corewright.Build.Progress;

/// <summary>How progress reads in words.</summary>
public static class ProgressText
{
    private static readonly string[] Units = ["bytes", "kB", "MB", "GB", "TB"];

    /// <summary>An amount of bytes in decimal units, such as <c>34.1 MB</c>.</summary>
    public static string Bytes(double bytes)
    {
        int unit = 0;
        while (bytes >= 999.95 && unit < Units.Length - 1)
        {
            bytes /= 1000;
            unit++;
        }

        return bytes.ToString(unit == 0 ? "0" : "0.0", CultureInfo.InvariantCulture) + " " + Units[unit];
    }

    /// <summary>A duration, such as <c>0.4 s</c>, <c>12 s</c> or <c>3 min 05 s</c>.</summary>
    public static string Duration(TimeSpan time) => time.TotalSeconds switch
    {
        < 10 => time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s",
        < 60 => time.TotalSeconds.ToString("0", CultureInfo.InvariantCulture) + " s",
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds:00} s"),
    };

    /// <summary>What is done of what, with the rate of bytes: <c>12.0 MB of 34.1 MB, 10.2 MB/s</c>; empty where nothing is counted.</summary>
    public static string Amount(ProgressState state, TimeSpan elapsed)
    {
        if (state.Done == 0 && state.Total is null)
            return "";
        bool isBytes = state.Unit == ProgressUnit.Bytes;
        string text = Count(state.Done, isBytes);
        if (state.Total is { } total)
            text += " of " + Count(total, isBytes);
        return isBytes && elapsed.TotalSeconds >= 0.5 ? text + ", " + Bytes(state.Done / elapsed.TotalSeconds) + "/s" : text;
    }

    /// <summary>One line about an item: label, where it is, how much is done, since when.</summary>
    public static string Line(ProgressState state, TimeSpan elapsed)
    {
        string amount = Amount(state, elapsed);
        string text = state.Label + ": ";
        if (state.State.Length > 0)
            text += state.State + ", ";
        if (amount.Length > 0)
            text += amount + ", ";
        return text + Duration(elapsed);
    }

    private static string Count(long amount, bool isBytes) =>
        isBytes ? Bytes(amount) : amount.ToString(CultureInfo.InvariantCulture);
}
