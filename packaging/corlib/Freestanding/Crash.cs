// Signals of a broken program (signal(7)). The architecture's faults.s catches them on a stack of their own, so that a
// program that used up its stack can still say so, and fills in the context. ILC's contract: a null reference is an access
// near address zero, which the JIT leaves to the processor to notice.

using System;
using System.Runtime;

namespace Corewright.Freestanding;

internal static unsafe class Crash
{
    private const int SigIll = 4;
    private const int SigBus = 7;
    private const int SigFpe = 8;

    // Compiled code touches a large frame's pages in order, and so never misses the end of the stack by more.
    private const nint FarthestTouch = 64 * 1024;

    [RuntimeExport("cw_fault")]
    private static void OnFault(int signal, CrashContext* context)
    {
        Fatal.Begin(Reason(signal, context));
        Fatal.Write(" ("u8);
        Fatal.Write(Name(signal));
        Fatal.Write(", address "u8);
        Fatal.WriteAddress(context->Address);
        Fatal.Write(")"u8);
        Fatal.End(context->Instruction, context->Frame, context->Stack);
    }

    private static ReadOnlySpan<byte> Reason(int signal, CrashContext* context)
    {
        switch (signal)
        {
            case SigFpe:
                return "division by zero or arithmetic overflow"u8;
            case SigIll:
                return "illegal instruction"u8;
            case SigBus:
                return "bus error"u8;
            default:
                nint above = context->Address - (nint)context->Stack;
                return above is > -FarthestTouch and < FarthestTouch
                    ? "the stack is used up"u8
                    : "null reference or invalid address"u8;
        }
    }

    private static ReadOnlySpan<byte> Name(int signal) => signal switch
    {
        SigFpe => "SIGFPE"u8,
        SigIll => "SIGILL"u8,
        SigBus => "SIGBUS"u8,
        _ => "SIGSEGV"u8,
    };
}

/// <summary>What faults.s found in the signal's <c>siginfo_t</c> and <c>ucontext_t</c>.</summary>
internal unsafe struct CrashContext
{
    /// <summary>Which address could not be accessed; for SIGFPE and SIGILL that of the instruction.</summary>
    public nint Address;

    public nint Instruction;

    public nint* Frame;

    public nint* Stack;
}
