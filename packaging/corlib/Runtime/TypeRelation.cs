// ECMA-335 I.8.7.1: which type may stand for which, for the types that exist here: classes, interfaces and vectors.
// Generic variance is left out; code that would need it stops instead of getting a wrong answer.

using Corewright.Freestanding;

namespace Internal.Runtime;

internal static unsafe class TypeRelation
{
    public static bool IsAssignable(MethodTable* source, MethodTable* target)
    {
        // Interfaces have no base class, but an element of an array of them is an object.
        if (source == target || target->IsRoot)
            return true;
        if (target->IsInterface)
            return Implements(source, target);
        return target->IsArray ? IsArrayAssignable(source, target) : DerivesFrom(source, target);
    }

    public static bool DerivesFrom(MethodTable* source, MethodTable* target)
    {
        if (source->IsArray)
            return source == target || target->IsRoot || target->Kind == ElementKind.SystemArray;
        for (MethodTable* type = source; type != null; type = type->Base)
        {
            if (type == target)
                return true;
        }

        return false;
    }

    public static bool Implements(MethodTable* source, MethodTable* target)
    {
        // ILC lists inherited interfaces with every type.
        for (int i = 0; i < source->InterfaceCount; i++)
        {
            if (MethodTable.Interface(source, i) == target)
                return true;
        }

        if (target->HasVariance)
            Fatal.Stop("a cast to a variant interface is not supported"u8);
        return false;
    }

    /// <summary>Whether a boxed value may be unboxed as another type: an enum and its integer have the same kind.</summary>
    public static bool IsUnboxable(MethodTable* boxed, MethodTable* type) =>
        boxed == type || (boxed->Kind == type->Kind && type->Kind is >= ElementKind.Boolean and <= ElementKind.Double);

    private static bool IsArrayAssignable(MethodTable* source, MethodTable* target)
    {
        if (source->Kind != target->Kind)
            return false;
        MethodTable* from = source->Element;
        MethodTable* to = target->Element;
        if (from == to)
            return true;
        if (from->IsValueType || to->IsValueType)
            return AreInterchangeable(from->Kind, to->Kind);
        return IsAssignable(from, to);
    }

    // I.8.7.1, "reduced type": signed and unsigned integers of one size, and enums over them (which ILC gives the kind
    // of the integer), may stand for each other as elements. Pairs are neighbours in the numbering: SByte 4 and Byte 5,
    // and so on up to IntPtr and UIntPtr.
    private static bool AreInterchangeable(ElementKind from, ElementKind to) =>
        (from == to && from is >= ElementKind.Boolean and <= ElementKind.Double)
        || (from is >= ElementKind.SByte and < FirstFloat && to is >= ElementKind.SByte and < FirstFloat
            && ((int)from >> 1) == ((int)to >> 1));

    private const ElementKind FirstFloat = (ElementKind)0x0e;
}
