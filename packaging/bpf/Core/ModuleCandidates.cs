using System;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Memory;

namespace Corewright.Bpf.Core;

/// <summary>
/// Looks in the BTF of loaded modules for those local types that the kernel's own BTF doesn't have; for others modules don't count, as
/// with libbpf. The BTF of a module that has a candidate stays mapped until the process ends.
/// </summary>
internal ref struct ModuleCandidates
{
    // More modules than this have no type of one name, and more candidates than that no types.
    private const int MaxModules = 64;
    private const int MaxCandidates = 1024;

    private Span<BtfSource> _sources;
    private int _count;

    /// <summary>The modules that have candidates; <see cref="Candidate.Source"/> counts them from 1.</summary>
    public readonly ReadOnlySpan<BtfSource> Sources => _sources[.._count];

    /// <summary>Searches the modules that are loaded on this machine.</summary>
    /// <param name="search">A search of the kernel's own BTF that is done.</param>
    /// <param name="kernel">The kernel's own BTF.</param>
    /// <param name="arena">Keeps what is found.</param>
    public Fault SearchLoaded(scoped ref CandidateSearch search, scoped BtfReader kernel, scoped ref Arena arena)
    {
        Fault fault = Begin(ref search, ref arena, out bool any);
        if (fault.Failed || !any)
            return fault;
        using ModuleTypes modules = default;
        while (!fault.Failed && modules.Next())
        {
            int result = modules.Read(out MappedMemory bytes);
            if (result < 0)
                return new Fault(FaultCode.ModuleTypesUnreadable, (int)modules.Id, -result, FaultStage.ReadKernelTypes);
            fault = Search(ref search, kernel, bytes.Bytes, ref arena, out bool found);
            if (!found)
                bytes.Dispose();
        }
        return modules.Errno == 0 || fault.Failed
            ? fault
            : new Fault(FaultCode.ModuleTypesUnreadable, (int)modules.Id, modules.Errno, FaultStage.ReadKernelTypes);
    }

    /// <summary>Prepares for <see cref="Search"/>.</summary>
    /// <param name="search">A search of the kernel's own BTF that is done.</param>
    /// <param name="arena">Keeps what is found.</param>
    /// <param name="any">Whether there is anything left to look for.</param>
    public Fault Begin(scoped ref CandidateSearch search, scoped ref Arena arena, out bool any)
    {
        Fault fault = search.KeepUnfound(ref arena, MaxCandidates, out any);
        return fault.Failed || !any ? fault : arena.Allocate(MaxModules, out _sources);
    }

    /// <summary>Searches one module.</summary>
    /// <param name="search">The search.</param>
    /// <param name="kernel">The kernel's own BTF.</param>
    /// <param name="bytes">The module's BTF; native memory that stays if something is found.</param>
    /// <param name="arena">Keeps its index.</param>
    /// <param name="found">Whether it has candidates.</param>
    public Fault Search(
        scoped ref CandidateSearch search, scoped BtfReader kernel, scoped ReadOnlySpan<byte> bytes, scoped ref Arena arena, out bool found)
    {
        found = false;
        if (_count == _sources.Length)
            return new Fault(FaultCode.ArenaFull, _count, 0, FaultStage.ReadKernelTypes);
        Arena before = arena;
        Fault fault = BtfReader.OpenSplit(bytes, kernel, ref arena, out BtfReader module).During(FaultStage.ReadKernelTypes);
        if (fault.Failed)
            return fault;
        int known = search.Found;
        search.Source = _count + 1;
        search.Walk(module);
        found = search.Found != known;
        if (found)
            _sources[_count++] = module.Save();
        else
            arena = before;
        return search.Fault;
    }
}
