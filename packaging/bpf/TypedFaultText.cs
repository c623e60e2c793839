using System;

namespace Corewright.Bpf;

/// <summary><see cref="FaultText"/> for what is attached or found through the kernel's BTF.</summary>
internal static class TypedFaultText
{
    /// <summary>What went wrong, without a full stop.</summary>
    public static ReadOnlySpan<byte> Of(FaultCode code) => code switch
    {
        FaultCode.AttachTargetUnknown => "the kernel's BTF has no such function, tracepoint or hook"u8,
        FaultCode.KernelSymbolMissing => "the kernel has no such variable or function"u8,
        FaultCode.KernelSymbolDiffers => "the kernel's variable or function is of another type"u8,
        FaultCode.KernelSymbolAmbiguous => "the kernel has several variables of this name"u8,
        FaultCode.KernelSymbolsUnreadable => "the kernel's symbols can't be read"u8,
        FaultCode.KernelModulesTooMany => "functions of more modules are called than one object can refer to"u8,
        FaultCode.ReplacedProgramUnknown => "the program whose function is to be replaced is not there, or has no BTF"u8,
        FaultCode.StructOpsBadDefinition => "a malformed struct_ops map"u8,
        FaultCode.StructOpsMemberDiffers => "a member of a struct_ops map is not what the kernel's struct has"u8,
        FaultCode.StructOpsRefused => "the kernel does not register the functions"u8,
        FaultCode.LsmInactive => "BPF is not among the kernel's active security modules"u8,
        _ => "an unknown fault"u8,
    };
}
