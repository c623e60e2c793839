using System;

namespace Corewright.Loader.Containers;

/// <summary>Finds the running containers that somebody may mean: by the start of an id, or by a whole name.</summary>
internal unsafe struct ContainerSearch : ICgroupVisitor
{
    // As git and Docker have it: fewer characters are more likely a slip.
    private const int FewestCharacters = 4;

    private readonly byte* _wanted;

    private ContainerSearch(byte* wanted) => _wanted = wanted;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The id of the last one's cgroup.</summary>
    public ulong Cgroup { get; private set; }

    /// <summary>A negated errno where a cgroup's id couldn't be read, or 0.</summary>
    public int Result { get; private set; }

    /// <summary>Looks at all containers.</summary>
    /// <param name="wanted">Zero-terminated.</param>
    public static ContainerSearch Run(byte* wanted)
    {
        var search = new ContainerSearch(wanted);
        CgroupWalk.Run(ref search);
        return search;
    }

    /// <inheritdoc/>
    public void Visit(ReadOnlySpan<byte> path, ulong inode, ContainerRuntime runtime, ReadOnlySpan<byte> container, bool isOutermost)
    {
        if (!isOutermost || !Means(ZeroTerminatedText.Read(_wanted), container))
            return;
        Count++;
        Result = CgroupId.Read(path, out ulong cgroup);
        Cgroup = cgroup;
    }

    /// <summary>Whether a text means a container.</summary>
    internal static bool Means(ReadOnlySpan<byte> wanted, ReadOnlySpan<byte> container) =>
        container.SequenceEqual(wanted)
        || (wanted.Length >= FewestCharacters && container.Length == ContainerName.MaxBytes && wanted.Length < container.Length
            && container[..wanted.Length].SequenceEqual(wanted));
}
