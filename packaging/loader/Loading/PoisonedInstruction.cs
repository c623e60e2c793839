using System;
using Corewright.Bpf.Programs;

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
    /// <returns>Whether it was such an instruction at which the verifier stopped.</returns>
    public static bool TryFind(VerifierLog log, out int instruction)
    {
        instruction = log.Instruction;
        int colon = log.InstructionLine.IndexOf((byte)':');
        if (colon < 0)
            return false;
        ReadOnlySpan<byte> text = log.InstructionLine[colon..];
        return text.Length >= Mark.Length && text[..Mark.Length].SequenceEqual(Mark)
            && (text.Length == Mark.Length || text[Mark.Length] is not (>= (byte)'0' and <= (byte)'9'));
    }
}
