// ECMA-335 III.4.17, ldtoken: ILC wants these for constant arrays before its JIT replaces the whole sequence by the
// address of the data. There is no reflection, so a handle leads nowhere.

using System;

namespace Internal.Runtime.CompilerHelpers;

internal static class LdTokenHelpers
{
    private static RuntimeTypeHandle GetRuntimeTypeHandle(nint type) => default;

    private static RuntimeMethodHandle GetRuntimeMethodHandle(nint method) => default;

    private static RuntimeFieldHandle GetRuntimeFieldHandle(nint field) => default;
}
