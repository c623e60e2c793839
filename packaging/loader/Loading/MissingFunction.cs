using System;
using Corewright.Bpf.Programs;

namespace Corewright.Loader.Loading;

/// <summary>
/// Finds out whether a helper, or a weak function, that the kernel doesn't have made the verifier refuse a program. Calls of such
/// functions have become calls of helpers that don't exist, which is well as long as nothing leads there.
/// </summary>
internal static class MissingFunction
{
    // How the verifier prints the instruction: "15: (85) call unknown#2002000003".
    private static ReadOnlySpan<byte> Mark => ": (85) call unknown#"u8;

    // More than the kernel will ever have; it had 212 when it stopped adding any.
    private const int MaxHelper = 1000;

    /// <summary>Finds the function in a log.</summary>
    /// <param name="log">The verifier's log.</param>
    /// <param name="externs">How many externs the object has.</param>
    /// <param name="index">The extern's number.</param>
    /// <returns>Whether it was such a call at which the verifier stopped.</returns>
    public static bool TryFind(VerifierLog log, int externs, out int index)
    {
        long number = Number(log) - ProgramLinker.MissingFunction;
        index = number >= 0 && number < externs ? (int)number : -1;
        return index >= 0;
    }

    /// <summary>Finds in a log a helper that the kernel doesn't know; one that only this kind of program may not call has a name there.</summary>
    /// <param name="log">The verifier's log.</param>
    /// <param name="helper">The helper's number.</param>
    /// <returns>Whether it was such a call at which the verifier stopped.</returns>
    public static bool TryFindHelper(VerifierLog log, out uint helper)
    {
        long number = Number(log);
        helper = number is > 0 and < MaxHelper ? (uint)number : 0;
        return helper != 0;
    }

    private static long Number(VerifierLog log)
    {
        int colon = log.InstructionLine.IndexOf((byte)':');
        if (colon < 0)
            return -1;
        ReadOnlySpan<byte> text = log.InstructionLine[colon..];
        if (text.Length <= Mark.Length || !text[..Mark.Length].SequenceEqual(Mark))
            return -1;
        long number = 0;
        for (int i = Mark.Length; i < text.Length && text[i] is >= (byte)'0' and <= (byte)'9' && number <= int.MaxValue; i++)
            number = (number * 10) + (text[i] - '0');
        return number;
    }
}
