using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Corewright.Build.Kernels;

namespace Corewright.Build.Guests;

/// <summary>Turns what came out of QEMU into results, or into the reason why it is none.</summary>
internal static class GuestAnswer
{
    /// <summary>Believes an answer only if it is whole: QEMU ended by itself, every hash is right, every step is there.</summary>
    public static GuestOutcome Read(RawAnswer answer, GuestJob job, PreparedKernel kernel, int attempt)
    {
        GuestOutcome.Infrastructure Failed(GuestFailure failure, string reason) =>
            new(answer.Duration, attempt, answer.Console, failure, reason + LastWords(answer.Console))
            {
                Step = job.Steps.FirstOrDefault(s => s.Name == answer.State)?.Name,
            };

        if (answer.Stopped is { } stopped)
        {
            return Failed(stopped, stopped switch
            {
                GuestFailure.NotBooted => Invariant($"the kernel did not reach its first program in {answer.Duration.TotalSeconds:F0} s"),
                GuestFailure.Flood => $"the guest sent more than {ResultStream.MaximumBytes >> 20} MiB of results",
                _ => Invariant($"the guest did not end in {answer.Duration.TotalSeconds:F0} s"),
            });
        }
        if (answer.ExitCode != 0)
            return Failed(GuestFailure.Qemu, $"QEMU ended with {answer.ExitCode}: {answer.QemuError.Trim()}");
        if (answer is { Started: false, Results.Length: 0 })
            return Failed(GuestFailure.NotBooted, "the guest ended without a sign of its first program");

        (IReadOnlyDictionary<string, byte[]>? files, GuestFailure failure, string reason) = ResultStream.Parse(answer.Results);
        if (files is null)
            return Failed(failure, reason);

        var steps = new Dictionary<string, GuestStepResult>();
        var taken = new HashSet<string> { "uname" };
        foreach (GuestStep step in job.Steps)
        {
            string[] names = [step.Name + ".exit", step.Name + ".stdout", step.Name + ".stderr"];
            if (!names.All(files.ContainsKey) || ReadStep(step, files) is not { } result)
                return Failed(GuestFailure.Garbage, $"the guest sent no usable result of its step '{step.Name}'");
            steps.Add(step.Name, result);
            taken.UnionWith(names);
        }
        string release = files.TryGetValue("uname", out byte[]? uname) ? Encoding.UTF8.GetString(uname).Trim() : "";
        if (release != kernel.Release)
            return Failed(GuestFailure.Garbage, $"the guest says that it runs '{release}', not '{kernel.Release}'");
        var others = files.Where(f => !taken.Contains(f.Key)).ToDictionary(f => f.Key, f => f.Value);
        return new GuestOutcome.Complete(answer.Duration, attempt, answer.Console, release, steps, others);
    }

    // "code start end": the exit status and /proc/uptime before and after.
    private static GuestStepResult? ReadStep(GuestStep step, IReadOnlyDictionary<string, byte[]> files)
    {
        string[] part = Encoding.UTF8.GetString(files[step.Name + ".exit"]).Trim().Split(' ');
        if (part.Length != 3 || !int.TryParse(part[0], NumberStyles.None, CultureInfo.InvariantCulture, out int code)
            || !Seconds(part[1], out TimeSpan start) || !Seconds(part[2], out TimeSpan end) || end < start)
            return null;
        // busybox' timeout kills; a shell says so with 128 + SIGKILL.
        bool timedOut = code == 137 && end - start >= step.Timeout - TimeSpan.FromSeconds(0.1);
        return new GuestStepResult(code, timedOut, end - start, files[step.Name + ".stdout"], files[step.Name + ".stderr"]);
    }

    private static bool Seconds(string text, out TimeSpan value)
    {
        bool valid = decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal seconds)
            && seconds < 1_000_000;
        value = valid ? TimeSpan.FromSeconds((double)seconds) : default;
        return valid;
    }

    private static string LastWords(string console)
    {
        string[] lines = console.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
        // What follows a panic is its call trace; what it was stands at its beginning.
        string? word = lines.FirstOrDefault(l => l.Contains("Kernel panic", StringComparison.Ordinal) || l.Contains("double fault", StringComparison.Ordinal))
            ?? lines.LastOrDefault();
        return word is null ? "; its console is empty" : $"; its console says '{word.Trim()}'";
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
