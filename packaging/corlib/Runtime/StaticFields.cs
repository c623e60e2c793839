// ILC's module header (ReadyToRunHeader) and its GC static region: static fields that hold references live in objects
// that the program has to make before it first uses them. The region is a list of 32-bit relative pointers to cells; a
// cell holds the MethodTable of such an object, marked in its lowest bits, until the object's address takes its place.

using Corewright.Freestanding;

namespace Internal.Runtime;

internal static unsafe class StaticFields
{
    private const uint Signature = 0x00525452; // "RTR"
    private const int SectionCountOffset = 12;
    private const int SectionsOffset = 16;
    private const int GcStaticRegion = 201;
    private const nint Uninitialized = 1;
    private const nint HasInitialData = 2;

    /// <summary>Makes the objects of all modules that were linked in.</summary>
    /// <param name="start">Where the linker put the modules' pointers.</param>
    /// <param name="end">Where they end.</param>
    internal static void Initialize(byte** start, byte** end)
    {
        for (byte** module = start; module < end; module++)
        {
            if (*module != null)
                InitializeModule(*module);
        }
    }

    private static void InitializeModule(byte* header)
    {
        if (*(uint*)header != Signature)
            Fatal.Stop("the module header is not the one that this core library was written for"u8);
        int count = *(ushort*)(header + SectionCountOffset);
        Section* section = (Section*)(header + SectionsOffset);
        for (; count > 0; count--, section++)
        {
            if (section->Id == GcStaticRegion)
                InitializeRegion((int*)section->Start, (int*)section->End);
        }
    }

    private static void InitializeRegion(int* field, int* end)
    {
        for (; field < end; field++)
        {
            byte* cell = (byte*)field + *field;
            int content = *(int*)cell;
            byte* marked = cell + content;
            nint mark = (nint)marked & (Uninitialized | HasInitialData);
            if ((mark & Uninitialized) == 0)
                continue;

            MethodTable* type = (MethodTable*)(marked - mark);
            byte* instance = (byte*)Allocation.NewObject(type);
            if ((mark & HasInitialData) != 0)
            {
                // What constant initialisers left, after the pointer to the MethodTable.
                int* data = (int*)cell + 1;
                nuint size = type->BaseSize - (2 * (nuint)sizeof(nint));
                Memory.Move(instance + sizeof(nint), (byte*)data + *data, size);
            }

            *(byte**)cell = instance;
        }
    }

    private struct Section
    {
        public int Id;
        public int Flags;
        public void* Start;
        public void* End;
    }
}
