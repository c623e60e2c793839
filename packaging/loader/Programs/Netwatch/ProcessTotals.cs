namespace Corewright.Loader.Netwatch;

/// <summary>What a process's connections come to.</summary>
internal struct ProcessTotals
{
    /// <summary>The process, as it was with its first connection that ended; all zeroes for those that no process accepted.</summary>
    public ProcessHeader Process;

    /// <summary>How many ended that were established.</summary>
    public ulong Connections;

    /// <summary>How many attempts to connect failed.</summary>
    public ulong Failed;

    /// <summary>Bytes sent by all of them.</summary>
    public ulong Sent;

    /// <summary>Bytes received by all of them.</summary>
    public ulong Received;
}
