using System;
using Corewright.Bpf;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Maps;
using Corewright.Bpf.Memory;
using Corewright.Bpf.Object;
using Corewright.Bpf.Programs;

namespace Corewright.Tests.Maps;

/// <summary>An object from a file, its maps created and its programs loaded. Ends with the process.</summary>
internal static unsafe class LoadedObject
{
    private const int MostBytes = 8 << 20;

    /// <summary>Loads an object.</summary>
    /// <param name="path">Ends with a zero.</param>
    /// <param name="opened">The object.</param>
    /// <param name="difference">In what a pinned map differs.</param>
    /// <returns>What went wrong.</returns>
    public static Fault Open(byte* path, out ObjectFile opened, out MapDifference difference)
    {
        opened = default;
        difference = default;
        ResourceLimit.LiftLockedMemory();
        MappedMemory memory = MappedMemory.Allocate(2 * MostBytes);
        var arena = new Arena(memory.Start + MostBytes, MostBytes);
        int length = 0;
        while (path[length] != 0)
            length++;
        int read = KernelFile.Read(new ReadOnlySpan<byte>(path, length + 1), memory.Bytes[..MostBytes]);
        if (read < 0)
            return new Fault(FaultCode.ElfTruncated, 0, -read);
        Fault fault = ObjectFile.Open(memory.Bytes[..read], ref arena, out opened);
        if (fault.Failed)
            return fault;
        fault = Create(ref opened, out difference);
        foreach (ref ProgramSpec program in opened.Programs)
        {
            if (!fault.Failed)
                fault = ProgramLinker.Link(opened, ref program, ref arena);
            if (!fault.Failed)
                fault = ProgramLoading.Load(ref program, opened.Name(program), opened.License, -1);
        }
        return fault;
    }

    private static Fault Create(ref ObjectFile opened, out MapDifference difference)
    {
        var environment = new MapEnvironment(ObjectTypes.Load(opened.TypeBytes));
        Fault fault = Fault.None;
        for (int i = 0; i < opened.Maps.Length && !fault.Failed; i++)
            fault = MapCreation.Create(ref opened, i, ref environment);
        difference = environment.Difference;
        return fault;
    }
}
