// An interface call goes through a cell of two words, which ILC writes: [0] the address to call, first the assembly stub
// RhpInitialDynamicInterfaceDispatch, and [1] the interface. Cells of one interface stand together; the run ends with a
// cell whose [0] is zero and whose [1] says which method. The stub asks Resolve each time: interface calls are rare here.

using System.Runtime;
using Corewright.Freestanding;

namespace Internal.Runtime;

internal static unsafe class InterfaceDispatch
{
    private const nint TagMask = 3;
    private const nint IndirectTag = 2;

    [RuntimeExport("cw_resolve_interface")]
    private static nint Resolve(MethodTable** instance, nint* cell)
    {
        MethodTable* wanted = InterfaceOf(cell);
        nint* last = cell;
        while (last[0] != 0)
            last += 2;
        int method = (ushort)last[1];

        MethodTable* type = *instance;
        nint target = Find(type, wanted, method);
        if (target == 0)
            Fatal.Stop("an object does not implement the interface that is called"u8);
        return target;
    }

    private static MethodTable* InterfaceOf(nint* cell)
    {
        // Relative to the word itself, perhaps by way of a pointer.
        nint word = cell[1];
        void* address = (byte*)&cell[1] + (int)(word & ~TagMask);
        return (word & TagMask) == IndirectTag ? *(MethodTable**)address : (MethodTable*)address;
    }

    private static nint Find(MethodTable* type, MethodTable* wanted, int method)
    {
        // A base class may implement what a derived class only inherits.
        for (MethodTable* current = type; current != null; current = current->Base)
        {
            DispatchMap* map = MethodTable.Dispatch(current);
            if (map == null)
                continue;
            DispatchMapEntry* entry = DispatchMap.Entries(map);
            for (int left = map->StandardCount + map->DefaultCount; left > 0; left--, entry++)
            {
                if (entry->InterfaceSlot != method || MethodTable.Interface(current, entry->Interface) != wanted)
                    continue;
                return entry->Implementation < current->SlotCount
                    ? MethodTable.Slot(type, entry->Implementation)
                    : MethodTable.SealedSlot(current, entry->Implementation - current->SlotCount);
            }
        }

        return 0;
    }
}
