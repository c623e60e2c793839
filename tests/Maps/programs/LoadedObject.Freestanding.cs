using System;
using Corewright.Bpf;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Maps;
using Corewright.Bpf.Memory;
using Corewright.Bpf.Object;
using Corewright.Bpf.Programs;

namespace Corewright.Tests.Maps;

/// <summary>An object from a file, its maps created. Ends with the process.</summary>
internal static unsafe class LoadedObject
{
    private const int MostBytes = 8 << 20;

    /// <summary>Reads an object.</summary>
    /// <param name="path">Ends with a zero.</param>
    /// <param name="arena">Keeps what belongs to it.</param>
    /// <param name="opened">The object.</param>
    /// <returns>What went wrong.</returns>
    public static Fault Open(byte* path, out Arena arena, out ObjectFile opened)
    {
        opened = default;
        MappedMemory memory = MappedMemory.Allocate(2 * MostBytes);
        arena = new Arena(memory.Start + MostBytes, MostBytes);
        int length = 0;
        while (path[length] != 0)
            length++;
        int read = KernelFile.Read(new ReadOnlySpan<byte>(path, length + 1), memory.Bytes[..MostBytes]);
        return read < 0 ? new Fault(FaultCode.ElfTruncated, 0, -read) : ObjectFile.Open(memory.Bytes[..read], ref arena, out opened);
    }

    /// <summary>Creates an object's maps.</summary>
    /// <param name="opened">The object.</param>
    /// <param name="difference">In what a pinned map differs.</param>
    /// <returns>What went wrong.</returns>
    public static Fault Create(ref ObjectFile opened, out MapDifference difference)
    {
        ResourceLimit.LiftLockedMemory();
        var environment = new MapEnvironment(ObjectTypes.Load(opened.TypeBytes));
        Fault fault = Fault.None;
        for (int i = 0; i < opened.Maps.Length && !fault.Failed; i++)
            fault = MapCreation.Create(ref opened, i, ref environment);
        difference = environment.Difference;
        return fault;
    }

    /// <summary>Loads an object's programs.</summary>
    /// <param name="opened">The object.</param>
    /// <param name="arena">Keeps them.</param>
    /// <returns>What went wrong.</returns>
    public static Fault Load(ref ObjectFile opened, ref Arena arena)
    {
        // Functions that helpers call back need their types.
        int types = ObjectTypes.Load(opened, ref arena);
        Fault fault = Fault.None;
        foreach (ref ProgramSpec program in opened.Programs)
        {
            if (!fault.Failed)
                fault = ProgramLinker.Link(opened, ref program, ref arena);
            if (!fault.Failed)
                SourceInfo.Read(opened, ref program, ref arena);
            if (!fault.Failed)
                fault = ProgramLoading.Load(ref program, opened.Name(program), opened.License, types);
        }
        return fault;
    }
}
