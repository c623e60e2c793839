using System;

namespace Corewright.Build.Progress;

/// <summary>Where a room tells the user what it is doing. With a terminal: live bars; without: plain lines, rarely.</summary>
public interface IProgressLog
{
    /// <summary>A line for every user.</summary>
    void Information(string message);

    /// <summary>A line about something that works but is not as it should be.</summary>
    void Warning(string message);

    /// <summary>A line for <c>--verbosity=verbose</c>.</summary>
    void Verbose(string message);

    /// <summary>Starts a piece of long work; disposing the result ends it.</summary>
    /// <param name="label">What is worked on, such as <c>qemu-system-arm</c> or <c>aarch64 5.10</c>.</param>
    /// <param name="total">How much there is to do, in <paramref name="unit"/>; null where that is not known.</param>
    /// <param name="unit">What is counted.</param>
    IProgressItem Begin(string label, long? total = null, ProgressUnit unit = ProgressUnit.Bytes);
}

/// <summary>One piece of long work. Safe to call from several threads.</summary>
public interface IProgressItem : IDisposable
{
    /// <summary>Adds to what is done, in the item's unit.</summary>
    void Advance(long amount);

    /// <summary>Says where the work is, such as <c>booting</c> or <c>loading</c>.</summary>
    void Report(string state);
}

/// <summary>What a piece of work counts.</summary>
public enum ProgressUnit
{
    /// <summary>Bytes; shown with a rate.</summary>
    Bytes,

    /// <summary>Steps.</summary>
    Steps,
}
