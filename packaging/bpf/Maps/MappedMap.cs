// Arrays with BPF_F_MMAPABLE (v5.5) and arenas (v6.9) in this process's memory: array_map_mmap of kernel/bpf/arraymap.c,
// arena_map_mmap of kernel/bpf/arena.c.

using System;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Object;

namespace Corewright.Bpf.Maps;

/// <summary>Shows maps' memory to user space, so that what programs write can be read without system calls.</summary>
public static unsafe class MappedMap
{
    private const int Read = 1, ReadWrite = 1 | 2;
    private const int Shared = 1, SharedFixed = 1 | 0x10_0000; // MAP_FIXED_NOREPLACE, 4.17

    /// <summary>
    /// Maps every data section and every arena. A section that can't be mapped is left out: its variables can still be looked up.
    /// </summary>
    /// <param name="opened">An object whose maps are created.</param>
    /// <param name="pageBytes">The kernel's page size.</param>
    public static void MapAll(scoped ref ObjectFile opened, uint pageBytes)
    {
        foreach (ref MapSpec map in opened.Maps)
        {
            if (map.Mapping != null || map.Fd == MapSpec.NotCreated)
                continue;
            if (map.IsData)
                Map(ref map, ((nuint)map.ValueBytes + pageBytes - 1) & ~(nuint)(pageBytes - 1), 0, map.IsReadOnly);
            else if (map.Type == MapType.Arena)
                Map(ref map, (nuint)map.MaxEntries * pageBytes, (nuint)map.Extra, false);
        }
    }

    /// <summary>Takes the memory away again. The maps themselves stay open.</summary>
    /// <param name="opened">The object.</param>
    public static void UnmapAll(scoped ref ObjectFile opened)
    {
        foreach (ref MapSpec map in opened.Maps)
        {
            if (map.Mapping != null)
                Syscall.Invoke(SyscallNumber.Munmap, (nint)map.Mapping, (nint)map.MappingBytes);
            map.Mapping = null;
            map.MappingBytes = 0;
        }
    }

    /// <summary>Maps an arena, and gives the variables in it the values that they start with.</summary>
    /// <param name="opened">The object.</param>
    /// <param name="index">The arena, created.</param>
    /// <param name="pageBytes">The kernel's page size.</param>
    /// <returns><see cref="FaultCode.MapRefused"/> where it can't be mapped, <see cref="FaultCode.MapArenaVariables"/> where it is too small.</returns>
    internal static Fault MapArena(scoped in ObjectFile opened, int index, uint pageBytes)
    {
        ref MapSpec map = ref opened.Maps[index];
        Map(ref map, (nuint)map.MaxEntries * pageBytes, (nuint)map.Extra, false);
        if (map.Mapping == null)
            return new Fault(FaultCode.MapRefused, index, Errno.NoMemory);
        if (map.DataSection == 0)
            return Fault.None;
        if (map.DataBytes > map.MappingBytes)
            return new Fault(FaultCode.MapArenaVariables, index);
        ReadOnlySpan<byte> contents = opened.Elf.Data(opened.Elf.Section(map.DataSection));
        contents.CopyTo(new Span<byte>(map.Mapping, (int)map.DataBytes));
        return Fault.None;
    }

    private static void Map(ref MapSpec map, nuint length, nuint address, bool isReadOnly)
    {
        nint mapped = Syscall.Invoke(
            SyscallNumber.Mmap, (nint)address, (nint)length, isReadOnly ? Read : ReadWrite, address == 0 ? Shared : SharedFixed, map.Fd, 0);
        if (Syscall.IsError(mapped))
            return;
        map.Mapping = (byte*)mapped;
        map.MappingBytes = length;
    }
}
