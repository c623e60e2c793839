using System;
using System.Collections.Generic;
using System.Linq;

namespace Corewright.Build.Plan;

/// <summary>What to say about a name that nobody knows.</summary>
internal static class Spelling
{
    private const int Listed = 24;

    /// <summary>An error that lists what was allowed and names the nearest of it, if one is near.</summary>
    /// <param name="noun">What the name should have been: <c>suite</c>, <c>key</c>.</param>
    /// <param name="found">What was written.</param>
    /// <param name="where">File and line; null where there is none.</param>
    /// <param name="known">What could have been written.</param>
    /// <param name="adjective"><c>known</c> or <c>allowed</c>.</param>
    public static BuildException Unknown(
        string noun, string found, string? where, IReadOnlyCollection<string> known, string adjective)
    {
        string list = known.Count == 0 ? "none" : string.Join(", ", known.Take(Listed)) + (known.Count > Listed ? ", …" : "");
        string? nearest = Nearest(found, known);
        return new BuildException(
            $"unknown {noun} '{found}' ({adjective}: {list})", where, nearest is null ? null : $"did you mean '{nearest}'?");
    }

    /// <summary>The known name with the fewest changed letters, if these are few for its length.</summary>
    public static string? Nearest(string found, IEnumerable<string> known)
    {
        string? best = null;
        int least = Math.Max(2, found.Length / 3) + 1;
        foreach (string name in known)
        {
            int distance = EditDistance.Between(found, name);
            if (distance >= least)
                continue;
            least = distance;
            best = name;
        }

        return best;
    }
}
