// ECMA-335 III.4.1, box: left out. ILC looks these methods up wherever generic code might box; its JIT drops most of the
// calls. Where one stays, the linker fails with the name below, which says what is wrong.

using System.Runtime.CompilerServices;
using Internal.Runtime;

namespace System.Runtime;

internal static unsafe class RuntimeExports
{
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "boxing_is_left_out_of_the_core_library")]
    private static extern object RhBox(MethodTable* type, ref byte value);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "boxing_is_left_out_of_the_core_library")]
    private static extern ref byte RhUnbox2(MethodTable* type, object value);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "boxing_is_left_out_of_the_core_library")]
    private static extern void RhUnboxNullable(ref byte destination, MethodTable* type, object value);
}
