using System;
using Corewright.Bpf.Btf;

namespace Corewright.Bpf.Maps;

/// <summary>Follows fields and elements, written as in C, into a type.</summary>
internal static class VariablePath
{
    /// <summary>Narrows a variable down to a part of it.</summary>
    /// <param name="types">The object's BTF.</param>
    /// <param name="path">Such as <c>.limits[3].low</c>; empty for all of it.</param>
    /// <param name="variable">The variable; becomes its part.</param>
    /// <returns><see cref="FaultCode.VariableBadPath"/>, also for a part of a byte, or a fault of the 300s.</returns>
    public static Fault Follow(scoped in BtfReader types, scoped ReadOnlySpan<byte> path, ref GlobalVariable variable)
    {
        ReadOnlySpan<byte> rest = path;
        uint type = variable.Type, offset = variable.Offset, bytes = variable.Bytes;
        while (rest.Length != 0)
        {
            Fault fault = types.SkipModifiers(type, out BtfType at);
            if (fault.Failed)
                return fault;
            bool followed = rest[0] == '[' ? Element(types, at, ref rest, ref type, ref offset) : Field(types, at, ref rest, ref type, ref offset);
            if (!followed)
                return new Fault(FaultCode.VariableBadPath, path.Length - rest.Length);
            fault = types.Size(type, out bytes);
            if (fault.Failed)
                return fault;
        }
        if ((ulong)offset + bytes > (ulong)variable.Offset + variable.Bytes)
            return new Fault(FaultCode.VariableOutOfBounds, variable.Map);
        variable = new GlobalVariable(variable.Map, offset, bytes, type);
        return Fault.None;
    }

    private static bool Element(in BtfReader types, BtfType at, ref ReadOnlySpan<byte> rest, ref uint type, ref uint offset)
    {
        int end = rest.IndexOf((byte)']');
        if (end < 0 || at.Kind != BtfKind.Array || !VariableText.TryParseUnsigned(rest[1..end], out ulong index))
            return false;
        BtfArray array = types.Array(at);
        if (index >= array.Count || types.Size(array.Element, out uint each).Failed)
            return false;
        ulong moved = offset + (index * each);
        if (moved > uint.MaxValue)
            return false;
        offset = (uint)moved;
        type = array.Element;
        rest = rest[(end + 1)..];
        return true;
    }

    private static bool Field(in BtfReader types, BtfType at, ref ReadOnlySpan<byte> rest, ref uint type, ref uint offset)
    {
        if (rest[0] != '.' || !at.IsComposite)
            return false;
        int end = 1;
        while (end < rest.Length && rest[end] is not ((byte)'.' or (byte)'['))
            end++;
        uint bits = offset * 8;
        if (offset > uint.MaxValue / 8 || !TryFindMember(types, at, rest[1..end], 0, ref type, ref bits) || bits % 8 != 0)
            return false;
        offset = bits / 8;
        rest = rest[end..];
        return true;
    }

    // The members of an anonymous struct or union belong to the one around it.
    private static bool TryFindMember(in BtfReader types, BtfType at, ReadOnlySpan<byte> name, int depth, ref uint type, ref uint bits)
    {
        for (int i = 0; i < at.Count; i++)
        {
            BtfMember member = types.Member(at, i);
            if (name.Length != 0 && member.BitSize == 0 && types.NameEquals(member.NameOffset, name))
            {
                type = member.Type;
                bits += member.BitOffset;
                return true;
            }
            if (!types.HasNoName(member.NameOffset) || depth == MaxNesting
                || types.SkipModifiers(member.Type, out BtfType inside).Failed || !inside.IsComposite)
            {
                continue;
            }
            uint moved = bits + member.BitOffset;
            if (!TryFindMember(types, inside, name, depth + 1, ref type, ref moved))
                continue;
            bits = moved;
            return true;
        }
        return false;
    }

    // Deeper than anything that people write, and little enough that no BTF keeps this busy.
    private const int MaxNesting = 4;
}
