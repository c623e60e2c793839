using System;

namespace Corewright.Bpf.Btf;

public readonly unsafe ref partial struct BtfReader
{
    /// <summary>What <see cref="Restore"/> takes; the reader's BTF and index have to lie in native memory.</summary>
    internal BtfSource Save()
    {
        BtfSource source = default;
        fixed (byte* types = _own.Types, strings = _own.Strings)
        fixed (int* positions = _own.Positions)
        {
            source.Types = types;
            source.Strings = strings;
            source.Positions = positions;
        }
        source.TypeBytes = _own.Types.Length;
        source.StringBytes = _own.Strings.Length;
        source.Count = _own.EndId - _own.FirstId;
        return source;
    }

    /// <summary>The reader of split BTF again, on top of this one.</summary>
    /// <param name="source">What <see cref="Save"/> gave.</param>
    internal BtfReader Restore(in BtfSource source)
    {
        var own = new BtfTable(
            new ReadOnlySpan<byte>(source.Types, source.TypeBytes), new ReadOnlySpan<byte>(source.Strings, source.StringBytes),
            new ReadOnlySpan<int>(source.Positions, source.Count), 0, _own.EndId, source.Count, _own.EndOfStrings);
        return new BtfReader(own, _own, PointerSize, _isBig);
    }
}
