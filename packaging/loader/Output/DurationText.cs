namespace Corewright.Loader.Output;

/// <summary>Lengths of time for people: two or three digits and a unit, such as <c>8.2 µs</c> or <c>131 ms</c>.</summary>
internal static class DurationText
{
    /// <summary>Characters that any of them takes at most, below a thousand seconds.</summary>
    public const int Width = 6;

    private const ulong Thousand = 1000;
    private const int Seconds = 3;

    /// <summary>Writes one, rounded.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="nanoseconds">How long.</param>
    /// <param name="width">Filled up with spaces on the left to this many characters.</param>
    /// <param name="ascii">Whether µ has to be u.</param>
    public static void Write(Utf8Writer output, ulong nanoseconds, int width = 0, bool ascii = false)
    {
        ulong unit = 1;
        int name = 0;
        while (name < Seconds && Rounded(nanoseconds, unit) >= Thousand)
        {
            unit *= Thousand;
            name++;
        }
        // Below ten, tenths count; there are none of a nanosecond.
        ulong tenths = name == 0 ? nanoseconds * 10 : Rounded(nanoseconds, unit / 10);
        bool fraction = name != 0 && tenths < 100;
        ulong whole = fraction ? tenths / 10 : Rounded(nanoseconds, unit);
        int suffix = (fraction ? 2 : 0) + (name == Seconds ? 2 : 3);
        output.Decimal(whole, width - suffix);
        if (fraction)
            output.Byte((byte)'.').Decimal(tenths % 10);
        output.Text(name switch
        {
            0 => " ns"u8,
            1 => ascii ? " us"u8 : " µs"u8,
            2 => " ms"u8,
            _ => " s"u8,
        });
    }

    // An unsigned long has room for 584 years; half a second more does not matter there.
    private static ulong Rounded(ulong value, ulong unit) => (value / unit) + (value % unit >= unit - (unit / 2) && unit > 1 ? 1UL : 0);
}
