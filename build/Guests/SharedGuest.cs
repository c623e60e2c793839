using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

namespace Corewright.Build.Guests;

/// <summary>
/// One guest for several parts that have nothing to do with each other. Where it dies in a step of one of them, that part and the
/// others run again by themselves, so that each gets its own answer.
/// </summary>
internal static class SharedGuest
{
    /// <summary>Runs the parts.</summary>
    /// <param name="parts">At least one; all different.</param>
    /// <param name="owns">Whether a step is of a part.</param>
    /// <param name="run">Runs a guest with some of them.</param>
    /// <returns>For each part the outcome of the guest that counts for it; its attempts are all guests that were started with the part.</returns>
    public static async Task<IReadOnlyDictionary<T, GuestOutcome>> RunAsync<T>(
        IReadOnlyList<T> parts, Func<T, string, bool> owns, Func<IReadOnlyList<T>, Task<GuestOutcome>> run)
        where T : notnull
    {
        GuestOutcome outcome = await run(parts);
        // A guest that never came to its first step would not come to it with fewer.
        if (parts.Count == 1 || outcome is not GuestOutcome.Infrastructure { Failure: not (GuestFailure.NotBooted or GuestFailure.Qemu) } died)
            return parts.ToDictionary(p => p, _ => outcome);
        T[] culprit = [.. parts.Where(p => died.Step is { } step && owns(p, step))];
        IReadOnlyList<T>[] groups = culprit.Length == 1
            ? [culprit, [.. parts.Except(culprit)]]
            : [.. parts.Select(IReadOnlyList<T> (p) => [p])];
        var again = await Task.WhenAll(groups.Select(g => RunAsync(g, owns, run)));
        return again.SelectMany(a => a).ToDictionary(a => a.Key, a => a.Value with { Attempts = a.Value.Attempts + outcome.Attempts });
    }
}
