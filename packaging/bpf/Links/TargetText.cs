using System;

namespace Corewright.Bpf.Links;

/// <summary>Takes what was written after <c>--attach PROGRAM=</c> apart.</summary>
internal static class TargetText
{
    /// <summary>Cuts off everything up to a letter.</summary>
    /// <param name="rest">What is left; afterwards what is behind the letter.</param>
    /// <param name="letter">Where to cut.</param>
    /// <returns>What was before it; all of it where the letter doesn't occur.</returns>
    public static ReadOnlySpan<byte> Cut(scoped ref ReadOnlySpan<byte> rest, byte letter)
    {
        ReadOnlySpan<byte> whole = rest;
        int at = whole.IndexOf(letter);
        rest = at < 0 ? default : whole[(at + 1)..];
        return at < 0 ? whole : whole[..at];
    }

    /// <summary>Reads a whole number, decimal or hexadecimal with <c>0x</c>.</summary>
    /// <param name="text">The digits.</param>
    /// <param name="most">The highest that is accepted.</param>
    /// <param name="value">The number.</param>
    /// <returns>False for anything else.</returns>
    public static bool TryReadNumber(ReadOnlySpan<byte> text, ulong most, out ulong value)
    {
        value = 0;
        bool hexadecimal = text.Length > 2 && text[0] == '0' && text[1] == 'x';
        if (hexadecimal)
            text = text[2..];
        uint radix = hexadecimal ? 16u : 10u;
        foreach (byte letter in text)
        {
            uint digit = Digit(letter);
            if (digit >= radix || value > (most - Math.Min(digit, most)) / radix)
                return false;
            value = (value * radix) + digit;
        }
        return text.Length != 0 && value <= most;
    }

    private static uint Digit(byte letter) => letter switch
    {
        >= (byte)'0' and <= (byte)'9' => (uint)(letter - '0'),
        >= (byte)'a' and <= (byte)'f' => (uint)(letter - 'a' + 10),
        >= (byte)'A' and <= (byte)'F' => (uint)(letter - 'A' + 10),
        _ => uint.MaxValue,
    };
}
