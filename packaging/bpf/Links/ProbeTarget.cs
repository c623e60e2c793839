// What libbpf, Aya and bpftool users write behind the slash of a probe's section: FUNCTION+OFFSET in the kernel,
// PATH:FUNCTION+OFFSET or PATH:0xFILEOFFSET in a program, PATH:PROVIDER:NAME for a USDT probe.

using System;

namespace Corewright.Bpf.Links;

/// <summary>What a probe is to be put on, taken apart.</summary>
public ref struct ProbeTarget
{
    /// <summary>The program or library: a path, or a name to look for; empty for the kernel.</summary>
    public ReadOnlySpan<byte> Path;

    /// <summary>A USDT probe's provider.</summary>
    public ReadOnlySpan<byte> Provider;

    /// <summary>The function, or a USDT probe's name; empty where <see cref="Offset"/> counts from the file's start.</summary>
    public ReadOnlySpan<byte> Name;

    /// <summary>Bytes from the function's start.</summary>
    public ulong Offset;

    /// <summary>Reads <c>FUNCTION</c> or <c>FUNCTION+OFFSET</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="target">What it says.</param>
    /// <returns>False for anything else.</returns>
    public static bool TryParseKernel(ReadOnlySpan<byte> text, out ProbeTarget target)
    {
        target = default;
        return target.TryReadFunction(text);
    }

    /// <summary>Reads <c>PATH:FUNCTION</c>, <c>PATH:FUNCTION+OFFSET</c> or <c>PATH:OFFSET</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="target">What it says.</param>
    /// <returns>False for anything else.</returns>
    public static bool TryParseBinary(ReadOnlySpan<byte> text, out ProbeTarget target)
    {
        target = default;
        int colon = text.LastIndexOf((byte)':');
        if (colon <= 0)
            return false;
        target.Path = text[..colon];
        ReadOnlySpan<byte> place = text[(colon + 1)..];
        return TryParseNumber(place, out target.Offset) || target.TryReadFunction(place);
    }

    /// <summary>Reads <c>PATH:PROVIDER:NAME</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="target">What it says.</param>
    /// <returns>False for anything else.</returns>
    public static bool TryParseUsdt(ReadOnlySpan<byte> text, out ProbeTarget target)
    {
        target = default;
        int second = text.LastIndexOf((byte)':');
        int first = second < 0 ? -1 : text[..second].LastIndexOf((byte)':');
        if (first <= 0)
            return false;
        target.Path = text[..first];
        target.Provider = text[(first + 1)..second];
        target.Name = text[(second + 1)..];
        return target.Provider.Length != 0 && target.Name.Length != 0;
    }

    /// <summary>Reads a number, decimal or with <c>0x</c>.</summary>
    /// <param name="text">The whole of it is the number.</param>
    /// <param name="value">The number.</param>
    /// <returns>False for anything else, and for more than 64 bits.</returns>
    public static bool TryParseNumber(ReadOnlySpan<byte> text, out ulong value)
    {
        bool isHexadecimal = text.Length > 2 && text[0] == '0' && text[1] is (byte)'x' or (byte)'X';
        return isHexadecimal ? TryParse(text[2..], 16, out value) : TryParse(text, 10, out value);
    }

    /// <summary>Reads a hexadecimal number that has nothing in front.</summary>
    /// <param name="text">The whole of it is the number.</param>
    /// <param name="value">The number.</param>
    /// <returns>False for anything else, and for more than 64 bits.</returns>
    public static bool TryParseHexadecimal(ReadOnlySpan<byte> text, out ulong value) => TryParse(text, 16, out value);

    private static bool TryParse(ReadOnlySpan<byte> digits, uint radix, out ulong value)
    {
        value = 0;
        foreach (byte letter in digits)
        {
            int digit = letter switch
            {
                >= (byte)'0' and <= (byte)'9' => letter - '0',
                >= (byte)'a' and <= (byte)'f' => letter - 'a' + 10,
                >= (byte)'A' and <= (byte)'F' => letter - 'A' + 10,
                _ => 16,
            };
            if (digit >= radix || value > (ulong.MaxValue - (uint)digit) / radix)
            {
                value = 0;
                return false;
            }
            value = (value * radix) + (uint)digit;
        }
        return digits.Length != 0;
    }

    private bool TryReadFunction(ReadOnlySpan<byte> text)
    {
        int plus = text.LastIndexOf((byte)'+');
        Name = plus < 0 ? text : text[..plus];
        return Name.Length != 0 && (plus < 0 || TryParseNumber(text[(plus + 1)..], out Offset));
    }
}
