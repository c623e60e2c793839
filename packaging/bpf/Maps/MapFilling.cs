using Corewright.Bpf.Object;
using Corewright.Bpf.Programs;

namespace Corewright.Bpf.Maps;

/// <summary>Puts into maps of maps and arrays of programs what an object wants there from the start.</summary>
public static unsafe class MapFilling
{
    /// <summary>Puts maps into maps of maps.</summary>
    /// <param name="opened">An object whose maps are created.</param>
    /// <returns><see cref="FaultCode.MapSlotRefused"/> with the map's number and the kernel's errno.</returns>
    public static Fault WithMaps(in ObjectFile opened)
    {
        foreach (ref MapSlot slot in opened.Slots)
        {
            ref MapSpec map = ref opened.Maps[slot.Map];
            if (map.Type == MapType.ProgramArray)
                continue;
            Fault fault = Put(map, slot, opened.Maps[slot.Target].Fd);
            if (fault.Failed)
                return fault;
        }
        return Fault.None;
    }

    /// <summary>Puts programs into arrays of programs, so that they can be called. Programs that aren't loaded leave their slots empty.</summary>
    /// <param name="opened">An object whose programs are loaded.</param>
    /// <returns><see cref="FaultCode.MapSlotRefused"/> with the map's number and the kernel's errno.</returns>
    public static Fault WithPrograms(in ObjectFile opened)
    {
        foreach (ref MapSlot slot in opened.Slots)
        {
            ref MapSpec map = ref opened.Maps[slot.Map];
            int program = map.Type == MapType.ProgramArray ? opened.Programs[slot.Target].Fd : ProgramSpec.NotLoaded;
            if (program == ProgramSpec.NotLoaded)
                continue;
            Fault fault = Put(map, slot, program);
            if (fault.Failed)
                return fault;
        }
        return Fault.None;
    }

    /// <summary>Whether an array of programs has a program from the start.</summary>
    /// <param name="opened">The object.</param>
    /// <param name="program">The program's number.</param>
    public static bool IsCalled(in ObjectFile opened, int program)
    {
        foreach (ref MapSlot slot in opened.Slots)
        {
            if (slot.Target == program && opened.Maps[slot.Map].Type == MapType.ProgramArray)
                return true;
        }
        return false;
    }

    private static Fault Put(in MapSpec map, in MapSlot slot, int item)
    {
        uint key = slot.Key;
        // What was reused has its contents already.
        int result = map.IsReused ? 0 : MapElement.Update(map.Fd, &key, &item, MapUpdate.Any);
        return result < 0 ? new Fault(FaultCode.MapSlotRefused, slot.Map, -result) : Fault.None;
    }
}
