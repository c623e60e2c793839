using System;
using Corewright.Bpf;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Core;
using Corewright.Bpf.Memory;
using Corewright.Build.Matrix;

namespace Corewright.Tests.Bpf;

/// <summary>Runs relocations of a hand-written object against a hand-written kernel.</summary>
internal static class CoreCase
{
    /// <summary>Resolves one relocation.</summary>
    public static Fault Resolve(
        BtfBuilder local, BtfBuilder kernel, CoreKind kind, uint type, string access, out CoreOutcome outcome)
    {
        var program = new ObjectBuilder(local);
        program.Relocate(kind, type, access, 0);
        Fault fault = ResolveAll(program.Build(), kernel.Build(), out CoreOutcome[] outcomes);
        outcome = outcomes.Length > 0 ? outcomes[^1] : default;
        return fault;
    }

    /// <summary>Resolves all relocations in order; stops at the first fault, whose outcome is the last one.</summary>
    public static Fault ResolveAll(ReadOnlySpan<byte> file, ReadOnlySpan<byte> kernelBtf, out CoreOutcome[] outcomes)
    {
        outcomes = [];
        using NativeBlock block = NativeBlock.For(kernelBtf.Length, file.Length);
        Arena arena = block.OpenArena();
        Fault fault = CoreObject.Open(file, ref arena, out CoreObject program);
        if (fault.Failed)
            return fault;
        fault = BtfReader.Open(kernelBtf, ref arena, out BtfReader kernel);
        if (fault.Failed)
            return fault;
        fault = CoreResolver.Open(program.Btf, kernel, program.Relocations, ref arena, out CoreResolver resolver);
        if (fault.Failed)
            return fault;
        CoreRelocationWalk walk = program.Walk();
        while (walk.Next(out CoreRelocationSite site))
        {
            fault = resolver.Resolve(site.Relocation, out CoreOutcome outcome);
            outcomes = [.. outcomes, outcome];
            if (fault.Failed)
                return fault;
        }

        return walk.Fault;
    }
}
