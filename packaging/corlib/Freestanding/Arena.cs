// ILC's contract: a new object's memory is zero, 8-byte aligned, and stays where it is; RhpNewFast and its like (see
// Runtime/Allocation.cs) take it from here.

namespace Corewright.Freestanding;

/// <summary>
/// Memory for <c>new</c>: taken from one mapping, never given back. The pages are only claimed as they are touched.
/// </summary>
public static unsafe class Arena
{
    /// <summary>Bytes that objects may take up in all.</summary>
    public const int Budget = 4 * 1024 * 1024;

    private const ulong Alignment = 8;

    private static byte* s_next;
    private static byte* s_end;
    private static bool s_frozen;

    /// <summary>Bytes taken so far.</summary>
    public static nint Used => s_next == null ? 0 : (nint)(s_next - (s_end - Budget));

    /// <summary>From now on an allocation is a fault: what runs for days must not grow.</summary>
    public static void Freeze() => s_frozen = true;

    internal static byte* Take(ulong size)
    {
        if (s_frozen)
            Fatal.Stop("memory was asked for after the arena had been frozen"u8);
        if (s_next == null)
            Map();

        ulong rounded = (size + (Alignment - 1)) & ~(Alignment - 1);
        if (rounded < size || rounded > (ulong)(s_end - s_next))
            Fatal.Stop("the memory budget is used up"u8);

        // Fresh anonymous pages are zero, which is what a new object has to be.
        byte* result = s_next;
        s_next += (nuint)rounded;
        return result;
    }

    private static void Map()
    {
        nint address = Platform.Map(Budget);
        if (address is < 0 and > -4096)
            Fatal.Stop("no memory"u8);
        s_next = (byte*)address;
        s_end = s_next + Budget;
    }
}
