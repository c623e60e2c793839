using System;
using System.Globalization;

namespace Corewright.Build;

/// <summary>A part of a list of jobs that several machines share: <c>2/4</c> is the second of four.</summary>
/// <param name="Index">From 1.</param>
/// <param name="Count">How many parts there are.</param>
public readonly record struct Shard(int Index, int Count)
{
    /// <summary>All of it.</summary>
    public static Shard Whole { get; } = new(1, 1);

    /// <summary>Whether the job at <paramref name="position"/> (from 0) of the whole list belongs to this part.</summary>
    public bool Includes(int position) => position % Count == Index - 1;

    /// <summary>Reads <c>I/N</c>.</summary>
    /// <exception cref="BuildException">It is not two numbers with 1 ≤ I ≤ N.</exception>
    public static Shard Parse(string text)
    {
        string[] parts = text.Split('/');
        return parts.Length == 2 && TryNumber(parts[0], out int index) && TryNumber(parts[1], out int count)
            && index >= 1 && index <= count
            ? new Shard(index, count)
            : throw new BuildException($"'{text}' is not a part such as 2/4", "--shard", "write --shard=I/N with I from 1 to N");
    }

    /// <summary>
    /// The part that a CI system gives this machine: GitLab's <c>CI_NODE_INDEX</c> and <c>CI_NODE_TOTAL</c> (from 1), or a
    /// Kubernetes Indexed Job's <c>JOB_COMPLETION_INDEX</c> (from 0) with <c>JOB_COMPLETIONS</c>, which the manifest has to set.
    /// </summary>
    /// <param name="variable">Reads an environment variable.</param>
    public static Shard FromEnvironment(Func<string, string?> variable)
    {
        if (TryNumber(variable("CI_NODE_INDEX"), out int node) && TryNumber(variable("CI_NODE_TOTAL"), out int nodes)
            && node >= 1 && node <= nodes)
        {
            return new Shard(node, nodes);
        }

        return TryNumber(variable("JOB_COMPLETION_INDEX"), out int job) && TryNumber(variable("JOB_COMPLETIONS"), out int jobs)
            && job < jobs
            ? new Shard(job + 1, jobs)
            : Whole;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Index}/{Count}";

    private static bool TryNumber(string? text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
