// The end of a program that has a fault: one line on standard error and exit code 70 (EX_SOFTWARE of sysexits.h). ILC's
// contract: RhpThrowEx for "throw", RhpFallbackFailFast for a smashed stack; the checks themselves are in ThrowHelpers.cs.

using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime;
using System.Runtime.CompilerServices;

namespace Corewright.Freestanding;

/// <summary>Stops the program because of a fault in it; nothing unwinds and nothing is cleaned up but by the kernel.</summary>
public static unsafe class Fatal
{
    /// <summary>The exit code of a program that stopped itself.</summary>
    public const int ExitCode = 70;

    private const int StandardError = 2;

    /// <summary>Writes <c>corewright: fatal: (reason) at (where)</c> and exits.</summary>
    /// <param name="reason">UTF-8, without a full stop or a line end.</param>
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Stop(ReadOnlySpan<byte> reason)
    {
        nint* frame = Platform.Frame();
        Begin(reason);
        End(0, frame, frame);
    }

    /// <summary>
    /// Stops the program as well. A method that ends by throwing what this returns is known to the JIT to return never: the code
    /// after a check then relies on it, and a method has one call of it for all of its checks.
    /// </summary>
    internal static Exception Stopping(ReadOnlySpan<byte> reason)
    {
        Stop(reason);
        return null;
    }

    /// <summary>Begins the line.</summary>
    internal static void Begin(ReadOnlySpan<byte> reason)
    {
        Write("corewright: fatal: "u8);
        Write(reason);
    }

    /// <summary>Ends the line with where it happened, and the program.</summary>
    /// <param name="instruction">The instruction that failed; 0 if a function that was called found the fault.</param>
    /// <param name="frame">The frame pointer there.</param>
    /// <param name="stack">No frame lies below.</param>
    [DoesNotReturn]
    internal static void End(nint instruction, nint* frame, nint* stack)
    {
        Backtrace.Write(instruction, frame, stack);
        Write("\n"u8);
        while (true)
            Platform.Exit(ExitCode);
    }

    internal static void Write(ReadOnlySpan<byte> text)
    {
        fixed (byte* start = text)
            Platform.Write(StandardError, start, text.Length);
    }

    /// <summary>Writes an address: <c>0x2034ac</c>.</summary>
    internal static void WriteAddress(nint address)
    {
        byte* digits = stackalloc byte[2 * sizeof(nint)];
        int first = 2 * sizeof(nint);
        for (nuint left = (nuint)address; left != 0 || first == 2 * sizeof(nint); left >>= 4)
            digits[--first] = "0123456789abcdef"u8[(int)(left & 15)];
        Write("0x"u8);
        Platform.Write(StandardError, digits + first, (2 * sizeof(nint)) - first);
    }

    // A "throw" that was compiled in: there is nothing that could catch it.
    [RuntimeExport("RhpThrowEx")]
    private static void OnThrow() => Stop("an exception was thrown"u8);

    // Compiled code found that the word that guards its frame had changed.
    [RuntimeExport("RhpFallbackFailFast")]
    private static void OnFailFast() => Stop("fail fast"u8);
}
