using System;

namespace Corewright.Loader.Loading;

/// <summary>
/// Finds out whether a relocation without a value made the verifier refuse a program: such an instruction has become a call of a
/// helper that doesn't exist, and the verifier stops at the first one that it reaches.
/// </summary>
internal static class PoisonedInstruction
{
    // How the verifier prints the instruction: "15: (85) call unknown#195896080".
    private static ReadOnlySpan<byte> Mark => ": (85) call unknown#195896080"u8;

    /// <summary>Finds the instruction in a log.</summary>
    /// <param name="log">The verifier's log.</param>
    /// <param name="instruction">The instruction's number in the linked program.</param>
    /// <returns>Whether the verifier reached such an instruction.</returns>
    public static bool TryFind(ReadOnlySpan<byte> log, out int instruction)
    {
        instruction = 0;
        int at = 0;
        while (at + Mark.Length <= log.Length && !log.Slice(at, Mark.Length).SequenceEqual(Mark))
        {
            int colon = log[(at + 1)..].IndexOf((byte)':');
            if (colon < 0)
                return false;
            at += colon + 1;
        }
        if (at + Mark.Length > log.Length)
            return false;
        int scale = 1;
        for (int i = at - 1; i >= 0 && log[i] is >= (byte)'0' and <= (byte)'9' && scale <= 1_000_000; i--)
        {
            instruction += (log[i] - '0') * scale;
            scale *= 10;
        }
        return true;
    }
}
