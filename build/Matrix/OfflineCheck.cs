using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Bpf;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Core;
using Corewright.Bpf.Elf;
using Corewright.Bpf.Memory;
using Corewright.Bpf.Programs;
using Corewright.Build.Ebpf;
using Corewright.Build.Kernels;
using Corewright.Build.Matrix.Flow;

namespace Corewright.Build.Matrix;

/// <summary>
/// Resolves every relocation of an object against a kernel's BTF without booting it, by the same code that the loader runs.
/// </summary>
public static class OfflineCheck
{
    /// <summary>Every object against every kernel, on all processors.</summary>
    /// <returns>Object by object, and for each in the kernels' order.</returns>
    /// <exception cref="BuildException">A file can't be read.</exception>
    public static async Task<IReadOnlyList<OfflineResult>> CheckAsync(
        IReadOnlyList<EbpfObject> objects, IReadOnlyList<PreparedKernel> kernels, CancellationToken cancellationToken)
    {
        var results = new OfflineResult[objects.Count * kernels.Count];
        // The first call compiles the code, which would be counted as the first kernel's time.
        if (results.Length > 0)
            Check(objects[0], kernels[0]);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, results.Length),
            new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount },
            (i, _) =>
            {
                results[i] = Check(objects[i / kernels.Count], kernels[i % kernels.Count]);
                return ValueTask.CompletedTask;
            });
        return results;
    }

    /// <summary>One object against one kernel.</summary>
    /// <exception cref="BuildException">A file can't be read.</exception>
    public static OfflineResult Check(EbpfObject program, PreparedKernel kernel)
    {
        using var file = new MappedFile(program.Path);
        using var btf = new MappedFile(kernel.Btf);
        return Check(program.Program, file.Bytes, kernel.Kernel.Id, btf.Bytes);
    }

    /// <summary>One object against one kernel's BTF.</summary>
    /// <param name="program">The object's program name.</param>
    /// <param name="file">The whole object.</param>
    /// <param name="kernelId">The kernel's id.</param>
    /// <param name="kernelBtf">The kernel's raw BTF.</param>
    /// <returns>
    /// What was found. A malformed object or BTF is a <see cref="OfflineResult.Failure"/> too, and so is a relocation without a
    /// value whose instruction can run: no field_exists or its like, being 0, jumps around it.
    /// </returns>
    public static OfflineResult Check(
        string program, ReadOnlySpan<byte> file, string kernelId, ReadOnlySpan<byte> kernelBtf)
    {
        long start = Stopwatch.GetTimestamp();
        using NativeBlock block = NativeBlock.For(kernelBtf.Length, file.Length);
        Arena arena = block.OpenArena();
        var outcomes = new List<RelocationOutcome>();
        Fault fault = Resolve(file.ToArray(), kernelBtf, ref arena, outcomes, out string? detail);
        string? failure = fault.Failed ? Describe(fault, outcomes.Count) + detail : detail;
        return new OfflineResult(program, kernelId, outcomes, Stopwatch.GetElapsedTime(start), failure);
    }

    private static Fault Resolve(
        byte[] file, ReadOnlySpan<byte> kernelBtf, scoped ref Arena arena, List<RelocationOutcome> outcomes, out string? detail)
    {
        detail = null;
        Fault fault = CoreObject.Open(file, ref arena, out CoreObject program);
        if (fault.Failed)
            return fault;
        fault = BtfReader.Open(kernelBtf, ref arena, out BtfReader kernel).During(FaultStage.ReadKernelTypes);
        if (fault.Failed)
            return fault;
        if (program.Elf.IsBigEndian != kernel.IsBigEndian)
        {
            detail = " (the object and the kernel are of different byte orders)";
            return new Fault(kernel.IsBigEndian ? FaultCode.BtfBigEndian : FaultCode.ElfBigEndian);
        }
        fault = CoreResolver.Open(program.Btf, kernel, program.Relocations, ref arena, out CoreResolver resolver)
            .During(FaultStage.Relocate);
        if (fault.Failed)
            return fault;

        Span<byte> text = stackalloc byte[256];
        var poison = new List<(int Section, int Instruction, RelocationOutcome Outcome)>();
        CoreRelocationWalk walk = program.Walk();
        while (walk.Next(out CoreRelocationSite site))
        {
            fault = resolver.Resolve(site.Relocation, out CoreOutcome outcome);
            bool poisoned = false;
            int instruction = (int)site.Relocation.InstructionOffset / CorePatcher.InstructionSize;
            if (!fault.Failed)
            {
                Span<byte> code = file.AsSpan((int)site.Section.Offset, (int)site.Section.Size);
                fault = CorePatcher.Apply(code, instruction, program.Elf.IsBigEndian, outcome, out poisoned);
            }

            string kind = Text(CoreKindName.Of(site.Relocation.Kind));
            string target = Text(CoreTargetText.Write(program.Btf, site.Relocation, text));
            if (fault.Failed)
            {
                detail = $" ({kind} of {target}{Rivals(kernel, outcome)})";
                return fault.At(site.Ordinal).During(FaultStage.Relocate);
            }

            string function = Text(program.Elf.Name(site.Function));
            var result = new RelocationOutcome(function, site.Index, site.Instruction, kind, target, poisoned ? null : outcome.Value)
            {
                IsOptional = ProgramSection.IsOptional(program.Elf.Name(site.Section)),
            };
            outcomes.Add(result);
            // Where nobody loads it, none of its instructions runs.
            if (poisoned && !result.IsOptional)
                poison.Add((site.Section.Index, instruction, result));
        }

        if (!walk.Fault.Failed && poison.Count > 0)
            detail = Unguarded(program.Elf, poison);
        return walk.Fault;
    }

    /// <summary>The first poisoned instruction that can run on this kernel, in words; null if guards keep all of them from it.</summary>
    private static string? Unguarded(ElfReader relocated, List<(int Section, int Instruction, RelocationOutcome Outcome)> poison)
    {
        HashSet<(int Section, int Instruction)>? reachable = ReachableCode.Find(relocated);
        foreach ((int section, int instruction, RelocationOutcome outcome) in poison)
        {
            if (reachable is null || reachable.Contains((section, instruction)))
            {
                return $"{outcome.Target} ({outcome.Kind}) has no value on this kernel, and nothing keeps {outcome.Program} from"
                    + $" instruction {outcome.Instruction} that needs it (relocation #{outcome.Index})";
            }
        }

        return null;
    }

    private static string Rivals(BtfReader kernel, CoreOutcome outcome) =>
        outcome.RivalType == 0
            ? ""
            : $": {Text(kernel.Name(kernel.Type(outcome.TargetType)))} [{outcome.TargetType}] gives {outcome.Value}, "
                + $"{Text(kernel.Name(kernel.Type(outcome.RivalType)))} [{outcome.RivalType}] gives {outcome.RivalValue}";

    private static string Describe(Fault fault, int resolved)
    {
        string stage = Text(FaultText.Of(fault.Stage));
        string item = fault.Stage == FaultStage.Relocate ? $"relocation #{fault.Index} after {resolved} resolved" : $"item {fault.Index}";
        return $"{(stage.Length == 0 ? "" : stage + ": ")}{Text(FaultText.Of(fault.Code))}, {item} ({fault.Code})";
    }

    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
}
