// The end of a program that has a fault: one line on standard error and exit code 70 (EX_SOFTWARE of sysexits.h).

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
    private const int SigIll = 4;
    private const int SigBus = 7;
    private const int SigFpe = 8;

    /// <summary>Writes <c>corewright: fatal: (reason)</c> and exits.</summary>
    /// <param name="reason">UTF-8, without a full stop or a line end.</param>
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Stop(ReadOnlySpan<byte> reason)
    {
        Write("corewright: fatal: "u8);
        Write(reason);
        Write("\n"u8);
        while (true)
            Platform.Exit(ExitCode);
    }

    [RuntimeExport("cw_fault")]
    private static void OnFault(int signal)
    {
        switch (signal)
        {
            case SigFpe:
                Stop("division by zero or arithmetic overflow"u8);
                break;
            case SigIll:
                Stop("illegal instruction"u8);
                break;
            case SigBus:
                Stop("bus error"u8);
                break;
            default:
                Stop("null reference or invalid address"u8);
                break;
        }
    }

    // A "throw" that was compiled in: there is nothing that could catch it.
    [RuntimeExport("RhpThrowEx")]
    private static void OnThrow() => Stop("an exception was thrown"u8);

    // Compiled code found that it had gone wrong itself.
    [RuntimeExport("RhpFallbackFailFast")]
    private static void OnFailFast() => Stop("fail fast"u8);

    private static void Write(ReadOnlySpan<byte> text)
    {
        fixed (byte* start = text)
            Platform.Write(StandardError, start, text.Length);
    }
}
