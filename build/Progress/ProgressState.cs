using System.Threading;

namespace Corewright.Build.Progress;

/// <summary>One piece of long work as it stands. Written by the worker's threads, read by the display's.</summary>
/// <param name="label">What is worked on.</param>
/// <param name="total">How much there is to do; null where that is not known.</param>
/// <param name="unit">What is counted.</param>
/// <param name="started">The time stamp of its start, of the display's clock.</param>
public sealed class ProgressState(string label, long? total, ProgressUnit unit, long started)
{
    private long done;
    private volatile string state = "";

    /// <summary>What is worked on.</summary>
    public string Label => label;

    /// <summary>How much there is to do, or null.</summary>
    public long? Total => total;

    /// <summary>What is counted.</summary>
    public ProgressUnit Unit => unit;

    /// <summary>The time stamp of its start.</summary>
    public long Started => started;

    /// <summary>How much is done.</summary>
    public long Done => Interlocked.Read(ref done);

    /// <summary>Where the work is; empty where nothing was said.</summary>
    public string State => state;

    /// <summary>Adds to what is done.</summary>
    public void Advance(long amount) => Interlocked.Add(ref done, amount);

    /// <summary>Says where the work is.</summary>
    public void Report(string where) => state = where;
}
