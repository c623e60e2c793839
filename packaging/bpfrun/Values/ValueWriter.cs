using System;
using System.Buffers.Binary;
using Corewright.Bpf.Btf;
using Corewright.Loader.Output;

namespace Corewright.BpfRun.Values;

/// <summary>
/// Writes bytes as JSON, as their BTF type says: numbers, booleans, enumerators by name, character arrays as text, structs and
/// unions as objects, arrays as arrays, pointers as hexadecimal text. What has no type, or does not fit it, is hexadecimal bytes.
/// </summary>
/// <param name="objectTypes">The object's types.</param>
internal readonly ref struct ValueWriter(BtfReader objectTypes)
{
    private const int BitsPerByte = 8;
    private const int MaxDepth = 32;
    private const int Signed = 1;
    private const int Character = 2;
    private const int Boolean = 4;

    // Pointers of BPF programs have 8 bytes, whatever the source language calls long.
    private readonly BtfReader _types = objectTypes.WithPointerSize(8);

    /// <summary>Writes a value as an element or a started member.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="type">The value's type; 0 where none is known.</param>
    /// <param name="value">The value's bytes; further ones are ignored.</param>
    public void Write(ref JsonWriter json, uint type, ReadOnlySpan<byte> value) => Write(ref json, type, value, 0);

    private void Write(ref JsonWriter json, uint id, ReadOnlySpan<byte> value, int depth)
    {
        if (id == 0 || depth > MaxDepth || _types.SkipModifiers(id, out BtfType type).Failed
            || _types.Size(type.Id, out uint size).Failed || size > (uint)value.Length)
        {
            json.HexString(value);
            return;
        }
        value = value[..(int)size];
        switch (type.Kind)
        {
            case BtfKind.Int:
                BtfIntEncoding encoding = _types.IntEncoding(type);
                Integer(ref json, encoding.Flags, value, encoding.BitOffset, encoding.Bits);
                break;
            case BtfKind.Enum or BtfKind.Enum64:
                Enumeration(ref json, type, value, 0, (int)size * BitsPerByte);
                break;
            case BtfKind.Pointer:
                json.Address(BinaryPrimitives.ReadUInt64LittleEndian(value));
                break;
            case BtfKind.Array:
                Elements(ref json, _types.Array(type), value, depth);
                break;
            case BtfKind.Struct or BtfKind.Union:
                json.BeginObject();
                Members(ref json, type, value, depth);
                json.EndObject();
                break;
            default:
                json.HexString(value);
                break;
        }
    }

    private void Elements(ref JsonWriter json, BtfArray array, ReadOnlySpan<byte> value, int depth)
    {
        if (IsCharacter(array.Element))
        {
            int end = value.IndexOf((byte)0);
            json.Element(end < 0 ? value : value[..end]);
            return;
        }
        int each = array.Count == 0 ? 0 : value.Length / (int)array.Count;
        json.BeginArray();
        for (int i = 0; i < (int)array.Count && each != 0; i++)
            Write(ref json, array.Element, value.Slice(i * each, each), depth + 1);
        json.EndArray();
    }

    // What lies in a member without a name is shown as if it were declared here, as it is used in the source.
    private void Members(ref JsonWriter json, BtfType type, ReadOnlySpan<byte> value, int depth)
    {
        for (int i = 0; i < type.Count; i++)
        {
            BtfMember member = _types.Member(type, i);
            ReadOnlySpan<byte> name = _types.Name(member.NameOffset);
            int start = (int)Math.Min(member.BitOffset / BitsPerByte, (uint)value.Length);
            bool known = !_types.SkipModifiers(member.Type, out BtfType inner).Failed;
            if (name.Length == 0 && known && inner.IsComposite && depth < MaxDepth)
            {
                Members(ref json, inner, value[start..], depth + 1);
                continue;
            }
            if (name.Length == 0)
                continue;
            json.Member(name);
            if (member.BitSize != 0 && known)
                BitField(ref json, inner, value, member);
            else
                Write(ref json, member.Type, value[start..], depth + 1);
        }
    }

    private void BitField(ref JsonWriter json, BtfType type, ReadOnlySpan<byte> value, BtfMember member)
    {
        if (type.IsEnum)
            Enumeration(ref json, type, value, (int)member.BitOffset, (int)member.BitSize);
        else
            Integer(ref json, type.Kind == BtfKind.Int ? _types.IntEncoding(type).Flags : 0, value, (int)member.BitOffset, (int)member.BitSize);
    }

    private void Enumeration(ref JsonWriter json, BtfType type, ReadOnlySpan<byte> value, int offset, int bits)
    {
        ulong number = Bits(value, offset, bits, type.KindFlag);
        ulong mask = bits >= 64 ? ulong.MaxValue : (1UL << bits) - 1;
        for (int i = 0; i < type.Count; i++)
        {
            BtfEnumerator enumerator = _types.Enumerator(type, i);
            if (((enumerator.Value ^ number) & mask) != 0)
                continue;
            json.Element(_types.Name(enumerator.NameOffset));
            return;
        }
        Integer(ref json, type.KindFlag ? Signed : 0, value, offset, bits);
    }

    private static void Integer(ref JsonWriter json, int flags, ReadOnlySpan<byte> value, int offset, int bits)
    {
        if (bits is 0 or > 64 || offset + bits > value.Length * BitsPerByte)
            json.HexString(value);
        else if ((flags & Boolean) != 0)
            json.Boolean(Bits(value, offset, bits, false) != 0);
        else if ((flags & Signed) != 0)
            json.SignedNumber((long)Bits(value, offset, bits, true));
        else
            json.Number(Bits(value, offset, bits, false));
    }

    // BPF objects are little endian, and so is the data of their programs: bit 0 is the lowest one of byte 0.
    private static ulong Bits(ReadOnlySpan<byte> value, int offset, int bits, bool signed)
    {
        ulong number = 0;
        for (int i = 0; i < bits; i++)
        {
            int at = offset + i;
            if (at / BitsPerByte < value.Length && ((value[at / BitsPerByte] >> (at % BitsPerByte)) & 1) != 0)
                number |= 1UL << i;
        }
        return signed && bits < 64 && ((number >> (bits - 1)) & 1) != 0 ? number | (ulong.MaxValue << bits) : number;
    }

    private bool IsCharacter(uint id) =>
        !_types.SkipModifiers(id, out BtfType type).Failed && type.Kind == BtfKind.Int && type.SizeOrType == 1
        && ((_types.IntEncoding(type).Flags & Character) != 0 || _types.NameEquals(type.NameOffset, "char"u8));
}
