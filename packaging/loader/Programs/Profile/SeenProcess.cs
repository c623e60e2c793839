namespace Corewright.Loader.Profile;

/// <summary>A process that was sampled, running one program.</summary>
internal struct SeenProcess
{
    /// <summary>Who it was when it was met.</summary>
    public ProcessHeader Who;

    /// <summary>Tells it from the same process running another program.</summary>
    public ulong AddressSpace;

    /// <summary>Where its mappings begin in the list of all.</summary>
    public int First;

    /// <summary>How many mappings it has.</summary>
    public int Count;

    /// <summary>Whether the mappings were read for want of one.</summary>
    public bool IsReread;

    /// <summary>How many ticks it has been known for.</summary>
    public uint Age;

    /// <summary>How often it was sampled.</summary>
    public ulong Samples;
}

/// <summary>A piece of a process's memory that holds code.</summary>
internal struct Mapping
{
    /// <summary>Its first address.</summary>
    public ulong Start;

    /// <summary>The address behind its last.</summary>
    public ulong End;

    /// <summary>Where it begins in its file.</summary>
    public ulong Offset;

    /// <summary>The number of its module.</summary>
    public int Module;
}
