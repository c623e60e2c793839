using Corewright.Loader.Output;

namespace Corewright.Loader.Profile;

/// <summary>Parts of a whole, for people.</summary>
internal static class Share
{
    /// <summary>Writes how much of the whole it is, such as <c>12.3%</c>.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="part">At most as much as the whole.</param>
    /// <param name="whole">0 counts as 1.</param>
    /// <param name="width">Filled up with spaces on the left to this many characters.</param>
    public static void Write(Utf8Writer output, ulong part, ulong whole, int width = 0)
    {
        ulong tenths = whole == 0 ? 0 : ((part * 1000) + (whole / 2)) / whole;
        output.Decimal(tenths / 10, width - 3).Byte((byte)'.').Decimal(tenths % 10).Byte((byte)'%');
    }
}
