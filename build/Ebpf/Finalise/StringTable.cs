using System.Collections.Generic;
using System.Text;

namespace Corewright.Build.Ebpf.Finalise;

/// <summary>A table of strings, each ended by a zero byte and held once; the empty one is at 0. ELF and BTF keep them alike.</summary>
internal sealed class StringTable
{
    private readonly Dictionary<string, uint> _offsets = new() { [""] = 0 };
    private readonly List<byte> _bytes = [0];

    /// <summary>Where a string is; it is added if it is new.</summary>
    public uint Add(string text)
    {
        if (_offsets.TryGetValue(text, out uint offset))
            return offset;
        offset = (uint)_bytes.Count;
        _bytes.AddRange(Encoding.Latin1.GetBytes(text));
        _bytes.Add(0);
        _offsets.Add(text, offset);
        return offset;
    }

    /// <summary>The table's bytes.</summary>
    public byte[] ToArray() => [.. _bytes];
}
