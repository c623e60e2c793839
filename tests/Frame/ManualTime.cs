using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace Corewright.Tests.Frame;

/// <summary>A clock that stands still until it is moved; its timers ring while it moves.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly List<Bell> bells = [];
    private TimeSpan now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public int ActiveTimers => bells.Count;

    public override long GetTimestamp() => now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var bell = new Bell(this, () => callback(state), now + dueTime, period);
        bells.Add(bell);
        return bell;
    }

    public void Advance(TimeSpan by)
    {
        var end = now + by;
        while (bells.Find(t => t.Due <= end) is { } next)
        {
            now = next.Due;
            next.Ring();
        }

        now = end;
    }

    private sealed class Bell(ManualTime owner, Action ring, TimeSpan due, TimeSpan period) : ITimer
    {
        public TimeSpan Due { get; private set; } = due;

        public void Ring()
        {
            Due += period;
            ring();
        }

        public bool Change(TimeSpan dueTime, TimeSpan newPeriod) => throw new NotSupportedException();

        public void Dispose() => owner.bells.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
