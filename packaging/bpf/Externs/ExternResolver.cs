using System;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Core;
using Corewright.Bpf.Memory;
using Corewright.Bpf.Object;

namespace Corewright.Bpf.Externs;

/// <summary>Gives an object's externs what the running kernel has for them.</summary>
public static class ExternResolver
{
    // The kernel's limit of a program's BTF descriptors (MAX_KFUNC_BTFS).
    private const int MaxModules = 256;

    /// <summary>Resolves all externs of an object.</summary>
    /// <param name="source">The object; its externs and its configuration are filled in.</param>
    /// <param name="kernel">The running kernel's own BTF; without types where it has none.</param>
    /// <param name="release">What <c>uname -r</c> says.</param>
    /// <param name="scratch">Memory for the BTF of modules.</param>
    /// <param name="modules">Receives descriptors of modules' BTF; the first one stands for the kernel and stays 0.</param>
    /// <returns>A fault of the 660s or 830s with the number of an extern's symbol.</returns>
    public static Fault Resolve(
        in ObjectFile source, in BtfReader kernel, ReadOnlySpan<byte> release, scoped ref Arena scratch, Span<int> modules)
    {
        Fault fault = ConfigurationResolver.Resolve(source, release);
        if (!fault.Failed)
            fault = AddressResolver.Resolve(source);
        if (!fault.Failed)
            fault = ResolveTyped(source, kernel, ref scratch, modules);
        for (int i = 0; i < source.Externs.Length && !fault.Failed; i++)
        {
            if (!source.Externs[i].IsResolved && !source.Externs[i].IsWeak)
                fault = new Fault(FaultCode.KernelSymbolMissing, source.Externs[i].Symbol);
        }
        return fault;
    }

    /// <summary>How many descriptors <see cref="Resolve"/> may need room for: one for each function, and the first.</summary>
    public static int ModuleRoom(ReadOnlySpan<ExternSpec> externs)
    {
        int room = 1;
        foreach (ExternSpec candidate in externs)
            room += candidate.Kind == ExternKind.Configuration ? 0 : 1;
        return Math.Min(room, MaxModules);
    }

    private static Fault ResolveTyped(in ObjectFile source, in BtfReader kernel, scoped ref Arena scratch, Span<int> modules)
    {
        Fault fault = Fault.None;
        int left = 0;
        for (int i = 0; i < source.Externs.Length && !fault.Failed; i++)
        {
            if (!HasType(source, source.Externs[i]))
                continue;
            fault = Match(source, ref source.Externs[i], kernel, 1);
            left += source.Externs[i].IsResolved ? 0 : 1;
        }
        int used = 1;
        var search = new ModuleSearch(kernel);
        while (left != 0 && kernel.TypeCount > 1 && !fault.Failed && search.Next(scratch, out BtfReader module))
        {
            int taken = -1;
            for (int i = 0; i < source.Externs.Length && !fault.Failed; i++)
            {
                ref ExternSpec wanted = ref source.Externs[i];
                if (wanted.IsResolved || !HasType(source, wanted))
                    continue;
                fault = Match(source, ref wanted, module, (uint)kernel.TypeCount);
                if (fault.Failed || !wanted.IsResolved)
                    continue;
                left--;
                if (taken < 0 && used == modules.Length)
                {
                    search.Dispose();
                    return new Fault(FaultCode.KernelModulesTooMany, wanted.Symbol);
                }
                if (taken < 0)
                {
                    taken = used;
                    modules[used++] = search.TakeFd();
                }
                wanted.ModuleIndex = taken;
                wanted.ModuleTypesFd = modules[taken];
            }
        }
        search.Dispose();
        return fault;
    }

    private static bool HasType(in ObjectFile source, in ExternSpec wanted)
    {
        if (wanted.Kind == ExternKind.Configuration)
            return false;
        return wanted.Kind == ExternKind.Function || AddressResolver.IsTyped(source, wanted);
    }

    private static Fault Match(in ObjectFile source, ref ExternSpec wanted, in BtfReader kernel, uint first)
    {
        ReadOnlySpan<byte> name = EssentialName.Of(source.Elf.Name(source.Elf.Symbol(wanted.Symbol)));
        BtfKind kind = wanted.Kind == ExternKind.Function ? BtfKind.Function : BtfKind.Variable;
        uint id = KernelTypeLookup.Find(kernel, first, kind, name);
        if (id == 0)
            return Fault.None;
        CoreBudget budget = default;
        Fault fault = Compare(source, wanted, kernel, id, ref budget, out bool compatible);
        if (fault.Failed)
            return fault;
        if (!compatible)
            return wanted.IsWeak ? Fault.None : new Fault(FaultCode.KernelSymbolDiffers, wanted.Symbol);
        wanted.KernelType = id;
        wanted.IsResolved = true;
        return Fault.None;
    }

    private static Fault Compare(
        in ObjectFile source, in ExternSpec wanted, in BtfReader kernel, uint id, ref CoreBudget budget, out bool compatible)
    {
        compatible = false;
        Fault fault = source.Types.SkipModifiers(wanted.Type, out BtfType mine);
        Fault other = kernel.SkipModifiers(kernel.Type(id).SizeOrType, out BtfType theirs);
        if (fault.Failed || other.Failed)
            return fault.Failed ? fault : other;
        return CoreCompatibility.Types(source.Types, mine.Id, kernel, theirs.Id, ref budget, out compatible);
    }
}
