using System;
using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;
using Cake.Core.Diagnostics;
using Spectre.Console;

namespace Corewright.Build.Progress;

/// <summary>
/// Progress as live bars at the bottom of a terminal, with lines scrolling above them. The display exists only while there is
/// something to show, so that whatever else is printed finds a clean line.
/// </summary>
/// <param name="log">Knows the verbosity, and prints while nothing is shown.</param>
/// <param name="console">The terminal.</param>
/// <param name="time">The clock.</param>
public sealed class LiveProgressLog(ICakeLog log, IAnsiConsole console, TimeProvider time) : IProgressLog
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<int, ProgressState> states = new();
    private int active;
    private ProgressContext? display;
    private TaskCompletionSource idle = new();
    private Task session = Task.CompletedTask;

    /// <inheritdoc/>
    public void Information(string message) => Print(Verbosity.Normal, message, log.Information);

    /// <inheritdoc/>
    public void Warning(string message) => Print(Verbosity.Minimal, message, log.Warning);

    /// <inheritdoc/>
    public void Verbose(string message) => Print(Verbosity.Verbose, message, log.Verbose);

    /// <inheritdoc/>
    public IProgressItem Begin(string label, long? total = null, ProgressUnit unit = ProgressUnit.Bytes)
    {
        var state = new ProgressState(label, total, unit, time.GetTimestamp());
        lock (gate)
        {
            if (active++ == 0)
                Show();
            ProgressTask bar = display!.AddTask(Markup.Escape(label), new ProgressTaskSettings { MaxValue = Math.Max(1, total ?? 1) });
            bar.IsIndeterminate = total is null;
            states[bar.Id] = state;
            return new Item(this, state, bar);
        }
    }

    private void Show()
    {
        var ready = new TaskCompletionSource<ProgressContext>();
        idle = new TaskCompletionSource();
        var end = idle.Task;
        session = Task.Run(() => console.Progress()
            .AutoClear(true)
            .HideCompleted(true)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn { Width = 24 },
                new ProgressStateColumn(id => states.TryGetValue(id, out var state) ? state : null, time))
            .StartAsync(async context =>
            {
                ready.SetResult(context);
                await end;
            }));
        display = ready.Task.GetAwaiter().GetResult();
    }

    private void End(Item item)
    {
        lock (gate)
        {
            item.Bar.StopTask();
            states.TryRemove(item.Bar.Id, out _);
            var elapsed = time.GetElapsedTime(item.State.Started);
            if (elapsed >= Quiet)
                Information("  " + ProgressText.Line(item.State, elapsed));
            if (--active > 0)
                return;
            idle.SetResult();
            session.GetAwaiter().GetResult();
            display = null;
        }
    }

    private void Print(Verbosity verbosity, string message, Action<string> plain)
    {
        lock (gate)
        {
            if (display is null)
                plain(message);
            else if (verbosity <= log.Verbosity)
                console.MarkupLine(verbosity == Verbosity.Minimal ? $"[yellow]{Markup.Escape(message)}[/]" : Markup.Escape(message));
        }
    }

    private sealed class Item(LiveProgressLog owner, ProgressState state, ProgressTask bar) : IProgressItem
    {
        private int ended;

        public ProgressState State => state;

        public ProgressTask Bar => bar;

        public void Advance(long amount)
        {
            state.Advance(amount);
            if (state.Total is not null)
                bar.Increment(amount);
        }

        public void Report(string where) => state.Report(where);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref ended, 1) == 0)
                owner.End(this);
        }
    }
}
