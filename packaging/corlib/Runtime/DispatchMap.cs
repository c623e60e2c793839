// ILC's interface dispatch map: four counts, then entries of three 16-bit numbers.

namespace Internal.Runtime;

internal struct DispatchMap
{
    public ushort StandardCount;
    public ushort DefaultCount;
    public ushort StandardStaticCount;
    public ushort DefaultStaticCount;

    public static unsafe DispatchMapEntry* Entries(DispatchMap* map) => (DispatchMapEntry*)(map + 1);
}

internal struct DispatchMapEntry
{
    /// <summary>Which of the type's interfaces.</summary>
    public ushort Interface;

    /// <summary>Which of that interface's methods.</summary>
    public ushort InterfaceSlot;

    /// <summary>Which virtual slot implements it; from the number of slots on, which sealed one.</summary>
    public ushort Implementation;
}
