using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Cake.Core.Diagnostics;

namespace Corewright.Build.Progress;

/// <summary>
/// Progress as plain lines, for logs: nothing about work that takes less than a second, else a line at the start, one every
/// ten seconds, and one at the end.
/// </summary>
/// <param name="log">Where the lines go; it knows the verbosity.</param>
/// <param name="time">The clock.</param>
public sealed class PlainProgressLog(ICakeLog log, TimeProvider time) : IProgressLog
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private readonly List<Item> active = [];
    private ITimer? timer;

    /// <inheritdoc/>
    public void Information(string message) => log.Information(message);

    /// <inheritdoc/>
    public void Warning(string message) => log.Warning(message);

    /// <inheritdoc/>
    public void Verbose(string message) => log.Verbose(message);

    /// <inheritdoc/>
    public IProgressItem Begin(string label, long? total = null, ProgressUnit unit = ProgressUnit.Bytes)
    {
        var item = new Item(this, new ProgressState(label, total, unit, time.GetTimestamp()));
        lock (gate)
        {
            active.Add(item);
            timer ??= time.CreateTimer(_ => Tick(), null, Quiet, Quiet);
        }

        return item;
    }

    private void Tick()
    {
        lock (gate)
        {
            foreach (var item in active.Where(i => i.IsDue(time.GetElapsedTime(i.State.Started))))
                Print(item);
        }
    }

    private void End(Item item)
    {
        lock (gate)
        {
            if (!active.Remove(item))
                return;
            if (time.GetElapsedTime(item.State.Started) >= Quiet)
                Print(item, item.State.State.Length == 0 && !(item.State.Done < item.State.Total) ? "done, " : "");
            if (active.Count > 0)
                return;
            timer?.Dispose();
            timer = null;
        }
    }

    private void Print(Item item, string prefix = "")
    {
        string line = ProgressText.Line(item.State, time.GetElapsedTime(item.State.Started));
        int afterLabel = item.State.Label.Length + 2;
        log.Information("  " + line[..afterLabel] + prefix + line[afterLabel..]);
    }

    private sealed class Item(PlainProgressLog owner, ProgressState state) : IProgressItem
    {
        private TimeSpan due = Quiet;

        public ProgressState State => state;

        public bool IsDue(TimeSpan elapsed)
        {
            if (elapsed < due)
                return false;
            due = elapsed + Interval;
            return true;
        }

        public void Advance(long amount) => state.Advance(amount);

        public void Report(string where) => state.Report(where);

        public void Dispose() => owner.End(this);
    }
}
