// ILC looks these up, by name, for every checked conversion before it knows whether the value is an integer. There is
// no floating point in this library, so the ones below are never called.

using Corewright.Freestanding;

namespace System;

public static partial class Math
{
    private static int ConvertToInt32Checked(double value) => (int)Unsupported();

    private static uint ConvertToUInt32Checked(double value) => (uint)Unsupported();

    private static long ConvertToInt64Checked(double value) => Unsupported();

    private static ulong ConvertToUInt64Checked(double value) => (ulong)Unsupported();

    private static long Unsupported()
    {
        Fatal.Stop("floating point is not part of the core library"u8);
        return 0;
    }
}
