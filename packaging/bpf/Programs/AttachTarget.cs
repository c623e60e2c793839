// How the kernel's BTF names what programs attach to: a typedef btf_trace_NAME for each tracepoint, functions bpf_lsm_NAME for
// security hooks and bpf_iter_NAME for iterators, and traceable functions by their own names (bpf_check_attach_target of
// kernel/bpf/verifier.c).

using System;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Links;
using Corewright.Bpf.Memory;

namespace Corewright.Bpf.Programs;

/// <summary>Finds the type in the kernel's BTF that a program attaches to, which it has to say when it is loaded.</summary>
public static class AttachTarget
{
    /// <summary>The longest name that is looked for; the kernel's own limit is 511 (KSYM_NAME_LEN).</summary>
    private const int MaxNameBytes = 512;

    /// <summary>Whether a program attaches to something in the kernel's BTF.</summary>
    public static bool IsNeeded(in ProgramSpec program) =>
        (Features.Tracing && program.Attach == AttachKind.Tracing) || (Features.Iterator && program.Attach == AttachKind.Iterator)
        || (Features.Lsm && program.Type == ProgramType.Lsm);

    /// <summary>Finds the type, in the kernel's own BTF and then in its modules'.</summary>
    /// <param name="program">The program; receives the type, and the descriptor of the module's BTF, to be closed.</param>
    /// <param name="target">A tracepoint, a function (also <c>module:function</c>), a hook or an iterator.</param>
    /// <param name="kernel">The running kernel's own BTF; without types where it has none.</param>
    /// <param name="scratch">Memory for the BTF of modules.</param>
    /// <returns>
    /// <see cref="FaultCode.AttachTargetMissing"/> without a target, <see cref="FaultCode.AttachTargetUnknown"/> for one that the
    /// kernel doesn't have, <see cref="FaultCode.FeatureMissing"/> where it has no BTF or no such programs at all.
    /// </returns>
    public static Fault Find(ref ProgramSpec program, ReadOnlySpan<byte> target, in BtfReader kernel, scoped ref Arena scratch)
    {
        if (target.Length == 0)
            return new Fault(FaultCode.AttachTargetMissing);
        // A kernel that describes itself has types; without, these programs can't be loaded at all.
        if (kernel.TypeCount <= 1)
            return new Fault(FaultCode.FeatureMissing, (int)KernelFeature.KernelTypes);
        ReadOnlySpan<byte> prefix = Prefix(program);
        int colon = program.Attach == AttachKind.Tracing ? target.IndexOf((byte)':') : -1;
        ReadOnlySpan<byte> own = program.Attach == AttachKind.Iterator ? IteratorAttacher.Kind(target) : target[(colon + 1)..];
        Span<byte> name = stackalloc byte[MaxNameBytes];
        if (prefix.Length + own.Length > name.Length)
            return new Fault(FaultCode.AttachTargetUnknown);
        prefix.CopyTo(name);
        own.CopyTo(name[prefix.Length..]);
        name = name[..(prefix.Length + own.Length)];
        BtfKind kind = program.ExpectedAttach == AttachType.TraceRawTracepoint ? BtfKind.Typedef : BtfKind.Function;
        if (colon < 0 || target[..colon].SequenceEqual("vmlinux"u8))
            program.AttachBtfId = KernelTypeLookup.Find(kernel, 1, kind, name);
        if (program.AttachBtfId == 0)
            FindInModules(ref program, colon < 0 ? default : target[..colon], kernel, kind, name, scratch);
        return program.AttachBtfId != 0 ? Fault.None : Absent(program, kernel);
    }

    private static void FindInModules(
        ref ProgramSpec program, ReadOnlySpan<byte> module, scoped in BtfReader kernel, BtfKind kind, scoped ReadOnlySpan<byte> name, in Arena scratch)
    {
        var search = new ModuleSearch(kernel);
        while (program.AttachBtfId == 0 && search.Next(scratch, out BtfReader types))
        {
            if (module.Length != 0 && !search.IsNamed(module))
                continue;
            program.AttachBtfId = KernelTypeLookup.Find(types, (uint)kernel.TypeCount, kind, name);
            if (program.AttachBtfId != 0)
                program.AttachBtfFd = search.TakeFd();
        }
        search.Dispose();
    }

    // Where there is not one of a kind, the kernel doesn't have the kind.
    private static Fault Absent(in ProgramSpec program, in BtfReader kernel)
    {
        KernelFeature feature = program.Type == ProgramType.Lsm && KernelTypeLookup.Find(kernel, 1, BtfKind.Function, "bpf_lsm_file_open"u8) == 0
            ? KernelFeature.Lsm
            : program.Attach == AttachKind.Iterator && KernelTypeLookup.Find(kernel, 1, BtfKind.Function, "bpf_iter_task"u8) == 0
                ? KernelFeature.Iterator
                : KernelFeature.None;
        return feature == KernelFeature.None ? new Fault(FaultCode.AttachTargetUnknown) : new Fault(FaultCode.FeatureMissing, (int)feature);
    }

    private static ReadOnlySpan<byte> Prefix(in ProgramSpec program)
    {
        if (program.Type == ProgramType.Lsm)
            return "bpf_lsm_"u8;
        if (program.Attach == AttachKind.Iterator)
            return "bpf_iter_"u8;
        return program.ExpectedAttach == AttachType.TraceRawTracepoint ? "btf_trace_"u8 : default;
    }
}
