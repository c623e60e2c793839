using System;

namespace Corewright.Bpf.Maps;

/// <summary>Call stacks by the ids that <c>bpf_get_stackid</c> gave programs: BPF_MAP_TYPE_STACK_TRACE, 4.6.</summary>
/// <param name="fd">The map.</param>
public readonly unsafe struct StackTraceMap(int fd)
{
    /// <summary>The map.</summary>
    public int Fd { get; } = fd;

    /// <summary>Reads a stack, the innermost function first.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="addresses">Exactly as many words as the map's values have: room for the deepest stack.</param>
    /// <param name="depth">How many of them are addresses; the rest is zero.</param>
    /// <returns>False where there is no such stack.</returns>
    public bool TryGet(uint id, Span<ulong> addresses, out int depth)
    {
        depth = 0;
        fixed (ulong* to = addresses)
        {
            if (MapElement.Lookup(Fd, &id, to) != 0)
                return false;
        }
        while (depth < addresses.Length && addresses[depth] != 0)
            depth++;
        return true;
    }

    /// <summary>Forgets a stack.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>0 or a negated errno.</returns>
    public int Remove(uint id) => MapElement.Delete(Fd, &id);
}
