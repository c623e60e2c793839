// ECMA-335 III.4.3 and III.4.6: castclass, isinst and the store check of arrays. ILC calls these methods by name.
// There is one module, so a type has one MethodTable, and comparing addresses compares types.

using System.Runtime.CompilerServices;
using Corewright.Freestanding;
using Internal.Runtime;
using Internal.Runtime.CompilerHelpers;

namespace System.Runtime;

internal static unsafe class TypeCast
{
    private static object IsInstanceOfClass(MethodTable* target, object instance) =>
        instance != null && TypeRelation.DerivesFrom(instance.m_pMethodTable, target) ? instance : null;

    private static object IsInstanceOfInterface(MethodTable* target, object instance) =>
        instance != null && TypeRelation.Implements(instance.m_pMethodTable, target) ? instance : null;

    private static object IsInstanceOfAny(MethodTable* target, object instance) =>
        instance != null && TypeRelation.IsAssignable(instance.m_pMethodTable, target) ? instance : null;

    private static bool IsInstanceOfException(MethodTable* target, object instance) =>
        instance != null && TypeRelation.DerivesFrom(instance.m_pMethodTable, target);

    private static object CheckCastClass(MethodTable* target, object instance) =>
        instance == null || TypeRelation.DerivesFrom(instance.m_pMethodTable, target) ? instance : Fail();

    // Called after compiled code has compared the exact types itself.
    private static object CheckCastClassSpecial(MethodTable* target, object instance) => CheckCastClass(target, instance);

    private static object CheckCastInterface(MethodTable* target, object instance) =>
        instance == null || TypeRelation.Implements(instance.m_pMethodTable, target) ? instance : Fail();

    private static object CheckCastAny(MethodTable* target, object instance) =>
        instance == null || TypeRelation.IsAssignable(instance.m_pMethodTable, target) ? instance : Fail();

    private static void StelemRef(object[] array, nint index, object instance)
    {
        if ((nuint)index >= (nuint)array.Length)
            ThrowHelpers.ThrowIndexOutOfRangeException();
        if (instance != null
            && !TypeRelation.IsAssignable(instance.m_pMethodTable, array.m_pMethodTable->Element))
        {
            Fatal.Stop("an object of another type was stored into an array"u8);
        }

        Element(array, index) = instance;
    }

    private static ref object LdelemaRef(object[] array, nint index, MethodTable* elementType)
    {
        if ((nuint)index >= (nuint)array.Length)
            ThrowHelpers.ThrowIndexOutOfRangeException();
        if (array.m_pMethodTable->Element != elementType)
            Fatal.Stop("a reference of another type was taken to an array's element"u8);
        return ref Element(array, index);
    }

    // The indexer of object[] would come back here for its own check.
    private static ref object Element(object[] array, nint index) =>
        ref Unsafe.Add(ref InteropServices.MemoryMarshal.GetArrayDataReference(array), index);

    private static object Fail()
    {
        Fatal.Stop("an object was cast to a type that it is not of"u8);
        return null;
    }
}
