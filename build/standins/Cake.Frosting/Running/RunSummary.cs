using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Cake.Core.Diagnostics;

namespace Cake.Frosting.Running;

/// <summary>The table of tasks, durations and statuses that closes a run.</summary>
internal sealed class RunSummary
{
    private readonly List<(string Task, TimeSpan? Duration, string Status, bool IsQuiet)> rows = [];

    public void Add(string task, TimeSpan duration, bool failed = false, bool isQuiet = false) =>
        rows.Add((task, duration, failed ? "Failed" : "Succeeded", isQuiet && !failed));

    public void AddSkipped(string task) => rows.Add((task, null, "Skipped", false));

    public void Print(Verbosity verbosity)
    {
        if (rows.Count == 0)
            return;
        int width = Math.Max(29, rows.Max(r => r.Task.Length)) + 1;
        string rule = new('-', width + 40);
        Console.WriteLine();
        Line("Task", "Duration", "Status");
        Console.WriteLine(rule);
        foreach (var (task, duration, status, isQuiet) in rows)
        {
            if (!isQuiet || verbosity >= Verbosity.Verbose)
                Line(task, duration is { } time ? Format(time) : "-", status);
        }

        Console.WriteLine(rule);
        Line("Total:", Format(rows.Aggregate(TimeSpan.Zero, (sum, r) => sum + (r.Duration ?? TimeSpan.Zero))), "");

        void Line(string a, string b, string c) => Console.WriteLine(a.PadRight(width) + b.PadRight(20) + c.PadRight(20));
    }

    private static string Format(TimeSpan time) => time.ToString("c", CultureInfo.InvariantCulture);
}
