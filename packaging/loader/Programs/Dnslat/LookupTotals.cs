namespace Corewright.Loader.Dnslat;

/// <summary>What a process's look-ups come to.</summary>
internal struct LookupTotals
{
    /// <summary>The process, as it was with its first look-up; all zeroes for those beyond the capacity.</summary>
    public ProcessHeader Process;

    /// <summary>How many.</summary>
    public ulong Lookups;

    /// <summary>How many of them failed.</summary>
    public ulong Failed;

    /// <summary>How long all of them took, in microseconds.</summary>
    public ulong Sum;

    /// <summary>How long the slowest took, in microseconds.</summary>
    public ulong Slowest;
}
