using System;
using Corewright.Bpf;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Maps;
using Corewright.Bpf.Memory;
using Corewright.Bpf.Object;

namespace Corewright.Tests.Maps;

/// <summary>A map that is pinned at a path, found again there, and not taken for another one.</summary>
internal static unsafe class Pinned
{
    /// <summary>Loads an object again and again.</summary>
    public static void Run(byte* path)
    {
        Load("pin"u8, path, "/sys/fs/bpf/numbers"u8, 300, 5);
        Load("pin-again"u8, path, "/sys/fs/bpf/numbers"u8, 300, 0);
        Load("pin-other"u8, path, "/sys/fs/bpf/numbers"u8, 301, 0);
        Load("pin-nowhere"u8, path, "/numbers"u8, 300, 0);
    }

    // The index of the attribute that differs, what was found and what was wanted.
    private static void Load(ReadOnlySpan<byte> name, byte* path, ReadOnlySpan<byte> place, uint entries, ulong value)
    {
        Fault fault = LoadedObject.Open(path, out Arena arena, out ObjectFile opened);
        int index = opened.FindMap("NUMBERS"u8);
        if (!fault.Failed)
            fault = PinnedMap.PinAt(ref opened.Maps[index], place, ref arena);
        opened.Maps[index].MaxEntries = entries;
        MapDifference difference = default;
        if (!fault.Failed)
            fault = LoadedObject.Create(ref opened, out difference);
        ref MapSpec map = ref opened.Maps[index];
        var numbers = new ArrayMap<ulong>(map.Fd);
        if (value != 0)
            numbers.Set(1, value);
        numbers.TryGet(1, out ulong kept);
        Output.Line(name, (long)fault.Code, fault.Errno, map.IsReused ? 1 : 0, (long)kept, (long)difference.Attribute, (long)difference.Found,
            (long)difference.Wanted);
        foreach (ref MapSpec created in opened.Maps)
        {
            if (created.Fd != MapSpec.NotCreated)
                Syscall.Close(created.Fd);
        }
    }
}
