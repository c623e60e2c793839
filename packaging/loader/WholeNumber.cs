namespace Corewright.Loader;

/// <summary>Numbers in arguments.</summary>
internal static unsafe class WholeNumber
{
    /// <summary>Reads a number from 1 on that is all digits.</summary>
    /// <param name="text">As for <see cref="TryRead"/>.</param>
    /// <param name="most">The largest that is accepted.</param>
    /// <param name="number">The number; 0 where it is none.</param>
    public static bool TryReadPositive(byte* text, uint most, out uint number) => TryRead(text, most, out number) && number != 0;

    /// <summary>Reads a number that is all digits.</summary>
    /// <param name="text">Ended by a zero; null is no number.</param>
    /// <param name="most">The largest that is accepted.</param>
    /// <param name="number">The number; 0 where it is none.</param>
    public static bool TryRead(byte* text, uint most, out uint number)
    {
        ulong value = 0;
        byte* at = text;
        while (at != null && *at is >= (byte)'0' and <= (byte)'9' && value <= most)
            value = (value * 10) + (uint)(*at++ - '0');
        bool valid = at != text && *at == 0 && value <= most;
        number = valid ? (uint)value : 0;
        return valid;
    }
}
