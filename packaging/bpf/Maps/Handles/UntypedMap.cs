namespace Corewright.Bpf.Maps;

/// <summary>A map whose contents are not entries: a ring buffer, an arena, operations of the kernel.</summary>
/// <param name="fd">The map.</param>
public readonly struct UntypedMap(int fd)
{
    /// <summary>The map.</summary>
    public int Fd { get; } = fd;
}
