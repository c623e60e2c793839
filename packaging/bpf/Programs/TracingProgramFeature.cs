using System;
using Corewright.Bpf.Kernel;

namespace Corewright.Bpf.Programs;

/// <summary>
/// Which feature a kernel lacks that refuses, with EINVAL, a program that attaches through BTF, runs on its own or hands functions to
/// helpers.
/// </summary>
public static class TracingProgramFeature
{
    // bpf_for_each_map_elem: the first helper that calls back; it came together with what is needed for it.
    private const int ForEachElement = 164;

    /// <summary>The feature that is missing; <see cref="KernelFeature.None"/> where the reason is another.</summary>
    /// <param name="program">The linked program.</param>
    /// <param name="log">The verifier's log; empty where it didn't get to see the program.</param>
    public static KernelFeature Of(in ProgramSpec program, ReadOnlySpan<byte> log)
    {
        KernelFeature kind = OfKind(program);
        // A kernel that doesn't know the kind says nothing, or nothing that is a reason.
        if (kind != KernelFeature.None && !VerifierLog.Read(log).Reasons.Next(out _))
            return kind;
        if (AsksForCompiler(log))
            return KernelFeature.Compiler;
        return Features.Callbacks && HandsOutFunctions(program) && !KernelProbe.HasHelper(ForEachElement)
            ? KernelFeature.Callbacks
            : KernelFeature.None;
    }

    private static bool AsksForCompiler(ReadOnlySpan<byte> log)
    {
        VerifierLog.Cursor reasons = VerifierLog.Read(log).Reasons;
        while (reasons.Next(out ReadOnlySpan<byte> reason))
        {
            if (reason.SequenceEqual("callbacks are not allowed in non-JITed programs"u8)
                || reason.SequenceEqual("Extension programs should be JITed"u8))
            {
                return true;
            }
        }
        return false;
    }

    private static KernelFeature OfKind(in ProgramSpec program) => program.Type switch
    {
        ProgramType.Syscall => KernelFeature.SyscallProgram,
        ProgramType.Extension => KernelFeature.Extension,
        ProgramType.StructOps => KernelFeature.StructOps,
        ProgramType.Lsm => program.ExpectedAttach == AttachType.LsmCgroup ? KernelFeature.LsmCgroup : KernelFeature.Lsm,
        _ => KernelFeature.None,
    };

    private static bool HandsOutFunctions(in ProgramSpec program)
    {
        ReadOnlySpan<byte> code = program.Instructions;
        for (int at = 0; at + Instruction.Bytes <= code.Length; at += Instruction.Bytes)
        {
            // A 64-bit load whose source register says that it is of a function, BPF_PSEUDO_FUNC.
            if (code[at] == 0x18 && code[at + 1] >> 4 == ProgramLinker.PseudoFunction)
                return true;
            at += code[at] == 0x18 ? Instruction.Bytes : 0;
        }
        return false;
    }
}
