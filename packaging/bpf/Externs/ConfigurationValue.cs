// What Kconfig writes behind the equals sign (Documentation/kbuild/kconfig-language.rst) as the types that libbpf knows externs by.

using System;
using System.Buffers.Binary;

namespace Corewright.Bpf.Externs;

/// <summary>Stores values of the kernel's configuration.</summary>
public static class ConfigurationValue
{
    /// <summary>Stores a value as text.</summary>
    /// <param name="wanted">What the object declares.</param>
    /// <param name="text">What follows the equals sign, such as <c>y</c>, <c>100</c>, <c>0x10</c> or <c>"text"</c>.</param>
    /// <param name="destination">As many zero bytes as <see cref="ExternSpec.Bytes"/> says.</param>
    /// <returns>False where the declared type can't hold it.</returns>
    public static bool TryStore(in ExternSpec wanted, ReadOnlySpan<byte> text, Span<byte> destination)
    {
        if (text.Length == 0)
            return false;
        if (text[0] == '"')
            return text.Length >= 2 && text[^1] == '"' && TryStoreText(wanted, text[1..^1], destination);
        if (text.Length == 1 && text[0] is (byte)'y' or (byte)'n' or (byte)'m')
            return TryStoreState(wanted, text[0], destination);
        return TryParse(text, out ulong value) && TryStore(wanted, value, destination);
    }

    /// <summary>Stores a number.</summary>
    /// <param name="wanted">What the object declares.</param>
    /// <param name="value">The number; a negative one in two's complement.</param>
    /// <param name="destination">As many bytes as <see cref="ExternSpec.Bytes"/> says.</param>
    /// <returns>False where it doesn't fit.</returns>
    public static bool TryStore(in ExternSpec wanted, ulong value, Span<byte> destination)
    {
        bool isNumber = wanted.Value is ConfigurationType.Integer or ConfigurationType.Character
            || (wanted.Value == ConfigurationType.Boolean && value <= 1);
        int bits = destination.Length * 8;
        if (!isNumber || bits is not (8 or 16 or 32 or 64) || !Fits(value, bits, wanted.IsSigned))
            return false;
        Span<byte> whole = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(whole, value);
        whole[..destination.Length].CopyTo(destination);
        return true;
    }

    /// <summary>Reads a number as C writes it: decimal, 0x and hexadecimal digits, or 0 and octal ones, maybe with a sign.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> text, out ulong value)
    {
        value = 0;
        bool negative = text.Length > 1 && text[0] == '-';
        ReadOnlySpan<byte> digits = negative ? text[1..] : text;
        uint radix = 10;
        if (digits.Length > 2 && digits[0] == '0' && (digits[1] | 0x20) == 'x')
        {
            radix = 16;
            digits = digits[2..];
        }
        else if (digits.Length > 1 && digits[0] == '0')
        {
            radix = 8;
            digits = digits[1..];
        }
        foreach (byte letter in digits)
        {
            uint digit = Digit(letter);
            if (digit >= radix || value > (ulong.MaxValue - digit) / radix)
                return false;
            value = (value * radix) + digit;
        }
        if (negative && value > 1UL << 63)
            return false;
        value = negative ? 0 - value : value;
        return digits.Length != 0;
    }

    private static uint Digit(byte letter) => letter switch
    {
        >= (byte)'0' and <= (byte)'9' => (uint)(letter - '0'),
        >= (byte)'a' and <= (byte)'f' => (uint)(letter - 'a' + 10),
        >= (byte)'A' and <= (byte)'F' => (uint)(letter - 'A' + 10),
        _ => uint.MaxValue,
    };

    private static bool Fits(ulong value, int bits, bool isSigned)
    {
        if (bits == 64)
            return true;
        return isSigned ? value + (1UL << (bits - 1)) < 1UL << bits : value >> bits == 0;
    }

    private static bool TryStoreState(in ExternSpec wanted, byte state, Span<byte> destination)
    {
        switch (wanted.Value)
        {
            case ConfigurationType.Boolean when state != 'm':
                destination[0] = (byte)(state == 'y' ? 1 : 0);
                return true;
            case ConfigurationType.Character:
                destination[0] = state;
                return true;
            case ConfigurationType.Tristate:
                destination[0] = (byte)(state switch { (byte)'n' => 0, (byte)'y' => 1, _ => 2 });
                return true;
            default:
                return false;
        }
    }

    private static bool TryStoreText(in ExternSpec wanted, ReadOnlySpan<byte> text, Span<byte> destination)
    {
        if (wanted.Value != ConfigurationType.Text || destination.Length == 0)
            return false;
        int length = Math.Min(text.Length, destination.Length - 1);
        text[..length].CopyTo(destination);
        destination[length..].Clear();
        return true;
    }
}
