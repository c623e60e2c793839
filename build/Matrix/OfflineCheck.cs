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
using Corewright.Bpf.Memory;
using Corewright.Build.Ebpf;
using Corewright.Build.Kernels;

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
    /// <returns>What was found; a malformed object or BTF is a <see cref="OfflineResult.Failure"/> too.</returns>
    public static OfflineResult Check(
        string program, ReadOnlySpan<byte> file, string kernelId, ReadOnlySpan<byte> kernelBtf)
    {
        long start = Stopwatch.GetTimestamp();
        using NativeBlock block = NativeBlock.For(kernelBtf.Length, file.Length);
        Arena arena = block.OpenArena();
        var outcomes = new List<RelocationOutcome>();
        Fault fault = Resolve(file, kernelBtf, ref arena, outcomes, out string? ambiguity);
        string? failure = fault.Failed ? Describe(fault, outcomes.Count) + ambiguity : null;
        return new OfflineResult(program, kernelId, outcomes, Stopwatch.GetElapsedTime(start), failure);
    }

    private static Fault Resolve(
        ReadOnlySpan<byte> file, ReadOnlySpan<byte> kernelBtf, scoped ref Arena arena, List<RelocationOutcome> outcomes,
        out string? ambiguity)
    {
        ambiguity = null;
        Fault fault = CoreObject.Open(file, ref arena, out CoreObject program);
        if (fault.Failed)
            return fault;
        fault = BtfReader.Open(kernelBtf, ref arena, out BtfReader kernel).During(FaultStage.ReadKernelTypes);
        if (fault.Failed)
            return fault;
        fault = CoreResolver.Open(program.Btf, kernel, program.Relocations, ref arena, out CoreResolver resolver)
            .During(FaultStage.Relocate);
        if (fault.Failed)
            return fault;

        Span<byte> text = stackalloc byte[256], code = stackalloc byte[2 * CorePatcher.InstructionSize];
        CoreRelocationWalk walk = program.Walk();
        while (walk.Next(out CoreRelocationSite site))
        {
            fault = resolver.Resolve(site.Relocation, out CoreOutcome outcome);
            bool poisoned = false;
            if (!fault.Failed)
            {
                ReadOnlySpan<byte> rest = program.Elf.Data(site.Section)[(int)site.Relocation.InstructionOffset..];
                Span<byte> instruction = code[..Math.Min(code.Length, rest.Length)];
                rest[..instruction.Length].CopyTo(instruction);
                fault = CorePatcher.Apply(instruction, 0, outcome, out poisoned);
            }

            string target = Text(CoreTargetText.Write(program.Btf, site.Relocation, text));
            if (fault.Failed)
            {
                ambiguity = $" ({Text(CoreKindName.Of(site.Relocation.Kind))} of {target}{Rivals(kernel, outcome)})";
                return fault.At(site.Ordinal).During(FaultStage.Relocate);
            }

            outcomes.Add(new RelocationOutcome(
                Text(program.Elf.Name(site.Function)), site.Index, site.Instruction, Text(CoreKindName.Of(site.Relocation.Kind)),
                target, poisoned ? null : outcome.Value));
        }

        return walk.Fault;
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
