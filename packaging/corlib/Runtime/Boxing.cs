// ECMA-335 III.4.1 and III.4.32, box and unbox. The JIT makes a box in place, with a "new" and a copy, and compares the
// type of what it unboxes; what is left are boxes in debug builds, and enums and their integers, which may be unboxed as each
// other. Boxed Nullables are left out: unboxing one fails in the linker with the name below, which says what is wrong.

using System.Runtime.CompilerServices;
using Corewright.Freestanding;
using Internal.Runtime;

namespace System.Runtime;

internal static unsafe class RuntimeExports
{
    private static ref byte RhUnbox2(MethodTable* type, object instance)
    {
        if (!TypeRelation.IsUnboxable(instance.m_pMethodTable, type))
            Fatal.Stop("an object was cast to a type that it is not of"u8);
        return ref Unsafe.As<nint, byte>(ref Unsafe.As<Boxed>(instance).Value);
    }

    private static object RhBox(MethodTable* type, ref byte value)
    {
        if (type->Kind == ElementKind.Nullable)
            Fatal.Stop("a Nullable was cast to object, which is not part of the core library"u8);
        void* instance = Allocation.NewObject(type);

        // A few bytes behind the value may come along: they fill the box up to a word, and nobody looks at them.
        byte* source = (byte*)Unsafe.AsPointer(ref value);
        Memory.Move((byte*)instance + sizeof(nint), source, type->BaseSize - (2 * (nuint)sizeof(nint)));
        return Unsafe.As<nint, object>(ref *(nint*)&instance);
    }

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "boxed_nullables_are_left_out_of_the_core_library")]
    private static extern void RhUnboxNullable(ref byte destination, MethodTable* type, object instance);

    // Where a boxed value lies: right after the MethodTable pointer.
    private sealed class Boxed
    {
        public nint Value = 0;
    }
}
