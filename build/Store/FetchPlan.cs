using System.Collections.Generic;

namespace Corewright.Build.Store;

/// <summary>What sets consist of, and what of it the cache lacks. A package that several sets share counts once.</summary>
/// <param name="Sets">One each, in the order asked for.</param>
/// <param name="TotalBytes">All packages; of those that are pinned in parts, the parts.</param>
/// <param name="MissingBytes">Those that will be fetched.</param>
/// <param name="MissingPackages">How many these are.</param>
public sealed record FetchPlan(
    IReadOnlyList<SetStatus> Sets, long TotalBytes, long MissingBytes, int MissingPackages);

/// <summary>One set of a plan.</summary>
/// <param name="Name">The set.</param>
/// <param name="Packages">How many it consists of.</param>
/// <param name="TotalBytes">Their size, packed.</param>
/// <param name="MissingBytes">What will be fetched for it; what an earlier set of the plan fetches is not counted again.</param>
/// <param name="Unpacked">Whether its folder is there.</param>
public sealed record SetStatus(string Name, int Packages, long TotalBytes, long MissingBytes, bool Unpacked);
