using System;

namespace Corewright.Bpf.Maps;

/// <summary>
/// A trie of prefixes, such as networks: a lookup finds the longest one that fits. BPF_MAP_TYPE_LPM_TRIE, 4.11.
/// </summary>
/// <remarks>What returns a number returns 0 or a negated errno.</remarks>
/// <param name="fd">The map.</param>
/// <typeparam name="TKey">
/// The number of bits that count, in 32 bits, then those bits in network order: <c>struct bpf_lpm_trie_key</c>. To look one up give all
/// bits.
/// </typeparam>
/// <typeparam name="TValue">As the map's BTF says.</typeparam>
public readonly unsafe struct LpmTrie<TKey, TValue>(int fd)
    where TKey : unmanaged
    where TValue : unmanaged
{
    /// <summary>The map.</summary>
    public int Fd { get; } = fd;

    /// <summary>Finds the longest prefix of a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The prefix's value.</param>
    /// <returns>False where none fits.</returns>
    public bool TryGet(in TKey key, out TValue value)
    {
        value = default;
        fixed (TKey* from = &key)
        fixed (TValue* to = &value)
            return MapElement.Lookup(Fd, from, to) == 0;
    }

    /// <summary>Writes a prefix.</summary>
    /// <param name="key">Its length and its bits.</param>
    /// <param name="value">Its value.</param>
    /// <param name="when">Whether exactly this prefix has to be there or not.</param>
    /// <returns>EEXIST, ENOENT, ENOSPC for a full trie, EINVAL for more bits than a key has.</returns>
    public int Set(in TKey key, in TValue value, MapUpdate when = MapUpdate.Any)
    {
        fixed (TKey* at = &key)
        fixed (TValue* from = &value)
            return MapElement.Update(Fd, at, from, when);
    }

    /// <summary>Removes a prefix.</summary>
    /// <param name="key">Exactly this one.</param>
    /// <returns>ENOENT where it isn't there.</returns>
    public int Remove(in TKey key)
    {
        fixed (TKey* at = &key)
            return MapElement.Delete(Fd, at);
    }

    /// <summary>Goes through all prefixes, the longest of each branch first.</summary>
    /// <param name="buffer">Room for three keys and a value, with 8 bytes for each to be aligned.</param>
    public MapWalk<TKey, TValue> Walk(Span<byte> buffer) => new(Fd, buffer, batches: false, takes: false);
}
