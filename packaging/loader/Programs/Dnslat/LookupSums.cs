namespace Corewright.Loader.Dnslat;

/// <summary>What a process's look-ups come to.</summary>
internal struct LookupSums
{
    /// <summary>How many of them failed.</summary>
    public ulong Failed;

    /// <summary>How long all of them took, in nanoseconds.</summary>
    public ulong TotalNs;

    /// <summary>How long the longest took, in nanoseconds.</summary>
    public ulong LongestNs;
}
