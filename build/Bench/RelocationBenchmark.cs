using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using Corewright.Bpf;
using Corewright.Bpf.Core;
using Corewright.Bpf.Memory;
using Corewright.Build.Ebpf;
using Corewright.Build.Kernels;
using Corewright.Build.Matrix;

namespace Corewright.Build.Bench;

/// <summary>
/// From a kernel's BTF in memory to a relocated object: what a loader does between opening the BTF and loading programs. The same
/// code as a loader's, run on .NET on this machine, for the BTF of each kernel.
/// </summary>
internal static class RelocationBenchmark
{
    /// <summary>One measurement per kernel.</summary>
    /// <exception cref="BuildException">The object can't be relocated.</exception>
    internal static IReadOnlyList<Measurement> Run(
        EbpfObject program, IReadOnlyList<PreparedKernel> kernels, BenchmarkSettings settings)
    {
        byte[] file = File.ReadAllBytes(program.Path);
        var measurements = new List<Measurement>();
        foreach (PreparedKernel kernel in kernels)
        {
            using var btf = new MappedFile(kernel.Btf);
            var times = new List<double>();
            int kept = 0;
            // The first runs compile the code.
            for (int i = -settings.Runs; i < settings.Runs; i++)
            {
                double time = Relocate((byte[])file.Clone(), btf.Bytes, kernel.Kernel.Id, out kept);
                if (i >= 0)
                    times.Add(time);
            }
            measurements.Add(new($"BTF to relocated object, {kernel.Kernel.Id}", "ms", times,
                $"one pass over {btf.Bytes.Length >> 10} KiB, {(kept + 1023) >> 10} KiB of index"));
        }

        return measurements;
    }

    private static double Relocate(byte[] file, ReadOnlySpan<byte> btf, string kernel, out int kept)
    {
        using NativeBlock block = NativeBlock.For(btf.Length, file.Length);
        Arena arena = block.OpenArena();
        Fault fault = CoreObject.Open(file, ref arena, out CoreObject program);
        int free = arena.Free;
        long start = Stopwatch.GetTimestamp();
        CoreResolver resolver = default;
        if (!fault.Failed)
            fault = CoreResolver.OpenKernel(program.Btf, btf, false, program.Relocations, ref arena, out _, out resolver);
        kept = free - arena.Free;
        CoreRelocationWalk walk = program.Walk();
        while (!fault.Failed && walk.Next(out CoreRelocationSite site))
        {
            fault = resolver.Resolve(site.Relocation, out CoreOutcome outcome);
            Span<byte> code = file.AsSpan((int)site.Section.Offset, (int)site.Section.Size);
            if (!fault.Failed)
                fault = CorePatcher.Apply(code, (int)site.Relocation.InstructionOffset / CorePatcher.InstructionSize, outcome, out _);
        }
        double time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return fault.Failed ? throw new BuildException($"the object can't be relocated: {fault.Code}", kernel) : time;
    }
}
