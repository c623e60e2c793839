using System;
using Corewright.Bpf;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Maps;
using Corewright.Bpf.Object;
using Corewright.Freestanding;

namespace Corewright.Tests.Maps;

/// <summary>Kinds of maps that not all kernels have: which feature is missing is the number of the map's type behind 1000.</summary>
internal static unsafe class Newer
{
    // The same on every architecture.
    private const int PidfdOpen = 434;

    /// <summary>Works on one object of each kind.</summary>
    public static void Run(byte* bloom, byte* tasks, byte* arena)
    {
        if (Open("bloom"u8, bloom, out ObjectFile opened))
            Bloom(new BloomFilter<ulong>(opened.Descriptor("SEEN"u8)));
        if (Open("tasks"u8, tasks, out opened))
            Tasks(new StorageMap<ulong>(opened.Descriptor("EXECS"u8)));
        if (Open("arena"u8, arena, out opened))
            Shared(ref opened);
    }

    private static bool Open(ReadOnlySpan<byte> name, byte* path, out ObjectFile opened)
    {
        Fault fault = LoadedObject.Open(path, out Bpf.Memory.Arena _, out opened);
        if (!fault.Failed)
            fault = LoadedObject.Create(ref opened, out _);
        Output.Line(name, (long)fault.Code, fault.Index, fault.Errno);
        return !fault.Failed;
    }

    private static void Bloom(BloomFilter<ulong> seen)
    {
        long found = 0;
        for (ulong i = 0; i < 20; i++)
            found += seen.Add(i) == 0 && seen.MayContain(i) ? 1 : 0;
        long claimed = 0;
        for (ulong i = 100; i < 200; i++)
            claimed += seen.MayContain(i) ? 1 : 0;
        Output.Line("bloom-found"u8, found, claimed < 20 ? 1 : 0);
    }

    private static void Tasks(StorageMap<ulong> execs)
    {
        int self = (int)Platform.Syscall(PidfdOpen, Syscall.Invoke(SyscallNumber.Getpid), 0, 0, 0, 0, 0);
        bool before = execs.TryGet(self, out _);
        int set = execs.Set(self, 6, MapUpdate.Create), twice = execs.Set(self, 7, MapUpdate.Create);
        bool after = execs.TryGet(self, out ulong value);
        Output.Line("tasks-self"u8, before ? 1 : 0, set, twice, after ? 1 : 0, (long)value, execs.Remove(self), execs.Remove(self));
    }

    private static void Shared(ref ObjectFile opened)
    {
        MappedMap.MapAll(ref opened, AuxiliaryVector.PageBytes());
        Span<byte> shared = opened.Maps[opened.FindMap("shared"u8)].Shared;
        if (shared.Length != 0)
            shared[5] = 9;
        Output.Line("arena-shared"u8, shared.Length / (int)AuxiliaryVector.PageBytes(), shared.Length == 0 ? 0 : shared[5]);
        MappedMap.UnmapAll(ref opened);
    }
}
