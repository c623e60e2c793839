// Loads that nothing later moves before, stores that nothing earlier moves after (ECMA-335 I.12.6.7). The C# modifier
// makes the compiler emit the "volatile." prefix; the JIT adds the barrier that the architecture needs.
// armv7 has no plain 64-bit access that is one access, so the 64-bit members stop the program there.

using System.Runtime.CompilerServices;
using Corewright.Freestanding;

namespace System.Threading;

public static class Volatile
{
    public static int Read(ref readonly int location) => Unsafe.As<int, Int32Cell>(ref Unsafe.AsRef(in location)).Value;

    public static uint Read(ref readonly uint location) => Unsafe.As<uint, UInt32Cell>(ref Unsafe.AsRef(in location)).Value;

    public static unsafe ulong Read(ref readonly ulong location)
    {
        if (sizeof(nuint) != sizeof(ulong))
            Narrow();
        return Unsafe.As<ulong, UIntPtrCell>(ref Unsafe.AsRef(in location)).Value;
    }

    public static nint Read(ref readonly nint location) => Unsafe.As<nint, IntPtrCell>(ref Unsafe.AsRef(in location)).Value;

    public static nuint Read(ref readonly nuint location) => Unsafe.As<nuint, UIntPtrCell>(ref Unsafe.AsRef(in location)).Value;

    public static void Write(ref int location, int value) => Unsafe.As<int, Int32Cell>(ref location).Value = value;

    public static void Write(ref uint location, uint value) => Unsafe.As<uint, UInt32Cell>(ref location).Value = value;

    public static unsafe void Write(ref ulong location, ulong value)
    {
        if (sizeof(nuint) != sizeof(ulong))
            Narrow();
        Unsafe.As<ulong, UIntPtrCell>(ref location).Value = (nuint)value;
    }

    public static void Write(ref nint location, nint value) => Unsafe.As<nint, IntPtrCell>(ref location).Value = value;

    public static void Write(ref nuint location, nuint value) => Unsafe.As<nuint, UIntPtrCell>(ref location).Value = value;

    private static void Narrow() => Fatal.Stop("a 64-bit volatile access on a 32-bit machine"u8);

    private struct Int32Cell
    {
        public volatile int Value;
    }

    private struct UInt32Cell
    {
        public volatile uint Value;
    }

    private struct IntPtrCell
    {
        public volatile nint Value;
    }

    private struct UIntPtrCell
    {
        public volatile nuint Value;
    }
}
