using System;

namespace Corewright.Bpf;

/// <summary><see cref="FaultText"/> for probes and perf events.</summary>
internal static class ProbeFaultText
{
    /// <summary>What went wrong, without a full stop.</summary>
    public static ReadOnlySpan<byte> Of(FaultCode code) => code switch
    {
        FaultCode.KernelFunctionMissing => "the kernel has no such function"u8,
        FaultCode.KernelFunctionAmbiguous => "the kernel has several functions of that name"u8,
        FaultCode.KprobeRefused => "the kernel lets no probe be put there"u8,
        FaultCode.BinaryUnreadable => "the file can't be opened"u8,
        FaultCode.BinarySymbolMissing => "the file has no such function"u8,
        FaultCode.BinarySymbolAmbiguous => "the file has several functions of that name; give one's place in the file as PATH:OFFSET"u8,
        FaultCode.BinarySymbolIndirect => "what that name stands for is chosen at start (IFUNC); name the function that is chosen"u8,
        FaultCode.BinaryThumbCode => "it is Thumb code, in which the kernel can't put probes; compile the program with -marm"u8,
        FaultCode.BinaryAddressNotLoaded => "it is in no part of the file that gets loaded"u8,
        FaultCode.ProbeTargetMalformed => "the target is malformed"u8,
        FaultCode.PatternWithoutMatch => "no function fits the pattern"u8,
        FaultCode.UsdtProbeMissing => "the file has no such USDT probe"u8,
        FaultCode.UsdtArgumentUnknown => "the USDT probe's arguments can't be understood"u8,
        FaultCode.UsdtMapsMissing => "the object lacks the maps of usdt.bpf.h"u8,
        FaultCode.UsdtTooMany => "the probe is in more places than the object's map __bpf_usdt_specs takes"u8,
        FaultCode.PerfEventUnknown => "no such perf event is known"u8,
        FaultCode.PerfEventMissing => "this machine does not count that perf event; try cpu-clock"u8,
        _ => "an unknown fault"u8,
    };
}
