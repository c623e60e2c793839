// Data in the image: the C# compiler turns constant arrays into these calls, and ILC's JIT replaces them by the address.

using Corewright.Freestanding;

namespace System.Runtime.CompilerServices;

public static class RuntimeHelpers
{
    public static unsafe int OffsetToStringData => sizeof(nint) + sizeof(int);

    [Intrinsic]
    public static ReadOnlySpan<T> CreateSpan<T>(RuntimeFieldHandle fldHandle)
    {
        Fatal.Stop("CreateSpan was not expanded by the compiler"u8);
        return default;
    }

    [Intrinsic]
    public static void InitializeArray(Array array, RuntimeFieldHandle fldHandle) =>
        Fatal.Stop("InitializeArray was not expanded by the compiler"u8);

    [Intrinsic]
    public static bool IsReferenceOrContainsReferences<T>() => IsReferenceOrContainsReferences<T>();
}
