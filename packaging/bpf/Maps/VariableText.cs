using System;
using Corewright.Bpf.Btf;

namespace Corewright.Bpf.Maps;

/// <summary>Values as people write them, for variables of the types that have such a form.</summary>
internal static class VariableText
{
    /// <summary>Parses a value.</summary>
    /// <param name="types">The object's BTF.</param>
    /// <param name="type">The variable's type.</param>
    /// <param name="text">The value.</param>
    /// <param name="destination">As many bytes as the type has; left alone on failure.</param>
    /// <returns>False for a type without such a form, and for a value that it can't hold.</returns>
    public static bool TryParse(in BtfReader types, uint type, ReadOnlySpan<byte> text, Span<byte> destination)
    {
        if (types.SkipModifiers(type, out BtfType at).Failed)
            return false;
        switch (at.Kind)
        {
            case BtfKind.Int when destination.Length <= sizeof(ulong):
                BtfIntEncoding encoding = types.IntEncoding(at);
                if (text.SequenceEqual("true"u8) || text.SequenceEqual("false"u8))
                    return Write(text[0] == 't' ? 1u : 0u, isNegative: false, isSigned: false, destination);
                return TryParseNumber(text, out ulong number, out bool isNegative)
                    && Write(number, isNegative, encoding.IsSigned, destination);
            case BtfKind.Enum or BtfKind.Enum64 when destination.Length <= sizeof(ulong):
                return TryFindEnumerator(types, at, text, out ulong value) ? Store(value, destination)
                    : TryParseNumber(text, out number, out isNegative) && Write(number, isNegative, at.KindFlag, destination);
            case BtfKind.Array when types.Size(types.Array(at).Element, out uint each).Failed == false && each == 1:
                if (text.Length >= destination.Length)
                    return false;
                destination.Clear();
                text.CopyTo(destination);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Parses digits: decimal, or hexadecimal behind <c>0x</c>.</summary>
    public static bool TryParseUnsigned(ReadOnlySpan<byte> text, out ulong value)
    {
        value = 0;
        bool isHexadecimal = text.Length > 2 && text[0] == '0' && text[1] is (byte)'x' or (byte)'X';
        ReadOnlySpan<byte> digits = isHexadecimal ? text[2..] : text;
        uint radix = isHexadecimal ? 16u : 10;
        foreach (byte letter in digits)
        {
            uint digit = letter switch
            {
                >= (byte)'0' and <= (byte)'9' => (uint)letter - '0',
                >= (byte)'a' and <= (byte)'f' => (uint)letter - 'a' + 10,
                >= (byte)'A' and <= (byte)'F' => (uint)letter - 'A' + 10,
                _ => radix,
            };
            if (digit >= radix || value > (ulong.MaxValue - digit) / radix)
                return false;
            value = (value * radix) + digit;
        }
        return digits.Length != 0;
    }

    private static bool TryParseNumber(ReadOnlySpan<byte> text, out ulong number, out bool isNegative)
    {
        isNegative = text.Length != 0 && text[0] == '-';
        return TryParseUnsigned(isNegative ? text[1..] : text, out number);
    }

    private static bool TryFindEnumerator(in BtfReader types, BtfType type, ReadOnlySpan<byte> name, out ulong value)
    {
        for (int i = 0; i < type.Count; i++)
        {
            BtfEnumerator candidate = types.Enumerator(type, i);
            value = candidate.Value;
            if (types.NameEquals(candidate.NameOffset, name))
                return true;
        }
        value = 0;
        return false;
    }

    private static bool Write(ulong number, bool isNegative, bool isSigned, Span<byte> destination)
    {
        int bits = destination.Length * 8;
        ulong largest = ulong.MaxValue >> (64 - bits + (isSigned ? 1 : 0));
        if (isNegative ? !isSigned || number > largest + 1 : number > largest)
            return false;
        return Store(isNegative ? 0 - number : number, destination);
    }

    private static bool Store(ulong value, Span<byte> destination)
    {
        for (int i = 0; i < destination.Length; i++)
            destination[i] = (byte)(value >> (8 * i));
        return true;
    }
}
