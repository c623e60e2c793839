// ILC compiles "new" into calls of these symbols.

using System.Runtime;
using Corewright.Freestanding;

namespace Internal.Runtime;

internal static unsafe class Allocation
{
    // "new" of a class.
    [RuntimeExport("RhpNewFast")]
    internal static void* NewObject(MethodTable* type)
    {
        MethodTable** instance = (MethodTable**)Arena.Take(type->BaseSize);
        *instance = type;
        return instance;
    }

    // "new" of an array with elements of any size.
    [RuntimeExport("RhpNewArrayFast")]
    private static void* NewArray(MethodTable* type, int length)
    {
        if (length < 0)
            Fatal.Stop("an array of negative length"u8);
        ulong size = type->BaseSize + ((ulong)(uint)length * type->ElementSize);
        MethodTable** instance = (MethodTable**)Arena.Take(size);
        *instance = type;
        *(int*)(instance + 1) = length;
        return instance;
    }

    // "new" of an array of references.
    [RuntimeExport("RhpNewPtrArrayFast")]
    private static void* NewReferenceArray(MethodTable* type, int length) => NewArray(type, length);

    // "new" of an array of 8-byte aligned elements on armv7; everything is aligned so here.
    [RuntimeExport("RhpNewArrayFastAlign8")]
    private static void* NewAlignedArray(MethodTable* type, int length) => NewArray(type, length);

    // "new" of a class with 8-byte aligned fields on armv7.
    [RuntimeExport("RhpNewFastAlign8")]
    private static void* NewAlignedObject(MethodTable* type) => NewObject(type);

    // A box of such fields on armv7, which are to be 8-byte aligned in it. Word alignment is all that its instructions ask for.
    [RuntimeExport("RhpNewFastMisalign")]
    private static void* NewBox(MethodTable* type) => NewObject(type);
}
