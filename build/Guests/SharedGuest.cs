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
    // Where nobody knows in whose step the guest died, and so many parts die by themselves without having begun, it is not the parts.
    private const int Samples = 2;

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
        var again = new List<IReadOnlyDictionary<T, GuestOutcome>>();
        IEnumerable<IReadOnlyList<T>> groups = culprit.Length == 1
            ? [culprit, [.. parts.Except(culprit)]]
            : [.. parts.Select(IReadOnlyList<T> (p) => [p])];
        if (culprit.Length != 1 && parts.Count > Samples)
        {
            foreach (T part in parts.Take(Samples))
                again.Add(await RunAsync([part], owns, run));
            groups = again.All(a => a.Values.Single() is GuestOutcome.Infrastructure { Step: null }) ? [] : groups.Skip(Samples);
        }
        again.AddRange(await Task.WhenAll(groups.Select(g => RunAsync(g, owns, run))));
        var answered = again.SelectMany(a => a).ToDictionary(a => a.Key, a => a.Value with { Attempts = a.Value.Attempts + outcome.Attempts });
        return parts.ToDictionary(p => p, p => answered.GetValueOrDefault(p, outcome));
    }
}
