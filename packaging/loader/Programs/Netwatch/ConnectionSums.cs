namespace Corewright.Loader.Netwatch;

/// <summary>What a process's connections come to.</summary>
internal struct ConnectionSums
{
    /// <summary>How many attempts to connect failed; the others were established.</summary>
    public ulong Failed;

    /// <summary>Bytes sent by all of them.</summary>
    public ulong Sent;

    /// <summary>Bytes received by all of them.</summary>
    public ulong Received;
}
