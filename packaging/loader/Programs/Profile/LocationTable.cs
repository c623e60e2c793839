using Corewright.Bpf.Kernel;

namespace Corewright.Loader.Profile;

/// <summary>Each place in code that was in a call stack, once.</summary>
internal sealed unsafe class LocationTable
{
    /// <summary>How many slots there are; a quarter of them stays free.</summary>
    public const int Slots = 1 << 17;

    private MappedMemory _locations;
    private int _count;

    /// <summary>What is in a slot.</summary>
    public Location* this[int slot] => (Location*)_locations.Start + slot;

    /// <summary>Takes memory.</summary>
    /// <returns>Whether there was enough.</returns>
    public bool Open()
    {
        _locations = MappedMemory.Allocate(Slots * sizeof(Location));
        return !_locations.IsEmpty;
    }

    /// <summary>The slot of a place.</summary>
    /// <param name="module">The module's number.</param>
    /// <param name="offset">Where in it.</param>
    public int Slot(int module, ulong offset)
    {
        uint hash = ((uint)offset ^ (uint)(offset >> 32) ^ ((uint)module * 0x85EB_CA6B)) * 0x9E37_79B1;
        int slot = (int)(hash >> 15);
        while (this[slot]->IsUsed && (this[slot]->Module != module || this[slot]->Offset != offset))
            slot = (slot + 1) & (Slots - 1);
        if (this[slot]->IsUsed)
            return slot;
        // The table is full but for what is not known, which has a place already.
        if (_count > Slots * 3 / 4 && module != Module.Unknown)
            return Slot(Module.Unknown, 0);
        _count++;
        *this[slot] = new Location { IsUsed = true, Module = module, Offset = offset };
        return slot;
    }
}

/// <summary>A place in code.</summary>
internal struct Location
{
    /// <summary>Whether it is one.</summary>
    public bool IsUsed;

    /// <summary>The number of its module.</summary>
    public int Module;

    /// <summary>Bytes from the file's start; in the kernel, the address.</summary>
    public ulong Offset;

    /// <summary>The number of its function, once it is known.</summary>
    public int Function;
}
