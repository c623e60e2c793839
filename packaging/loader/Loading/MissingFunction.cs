using System;
using Corewright.Bpf.Programs;

namespace Corewright.Loader.Loading;

/// <summary>
/// Finds out whether a weak function that the kernel doesn't have made the verifier refuse a program: its calls have become calls of
/// helpers that don't exist, which is well as long as nothing leads there.
/// </summary>
internal static class MissingFunction
{
    // How the verifier prints the instruction: "15: (85) call unknown#2002000003".
    private static ReadOnlySpan<byte> Mark => ": (85) call unknown#"u8;

    /// <summary>Finds the function in a log.</summary>
    /// <param name="log">The verifier's log.</param>
    /// <param name="externs">How many externs the object has.</param>
    /// <param name="index">The extern's number.</param>
    /// <returns>Whether it was such a call at which the verifier stopped.</returns>
    public static bool TryFind(VerifierLog log, int externs, out int index)
    {
        index = -1;
        int colon = log.InstructionLine.IndexOf((byte)':');
        if (colon < 0)
            return false;
        ReadOnlySpan<byte> text = log.InstructionLine[colon..];
        if (text.Length <= Mark.Length || !text[..Mark.Length].SequenceEqual(Mark))
            return false;
        long number = 0;
        for (int i = Mark.Length; i < text.Length && text[i] is >= (byte)'0' and <= (byte)'9' && number <= int.MaxValue; i++)
            number = (number * 10) + (text[i] - '0');
        number -= ProgramLinker.MissingFunction;
        if (number < 0 || number >= externs)
            return false;
        index = (int)number;
        return true;
    }
}
