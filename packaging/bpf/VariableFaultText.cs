using System;

namespace Corewright.Bpf;

/// <summary><see cref="FaultText"/> for externs and for setting global variables.</summary>
internal static class VariableFaultText
{
    /// <summary>What went wrong, without a full stop.</summary>
    public static ReadOnlySpan<byte> Of(FaultCode code) => code switch
    {
        FaultCode.ConfigurationUnreadable => "how the kernel was configured can't be read"u8,
        FaultCode.ConfigurationMissing => "the kernel's configuration does not have it"u8,
        FaultCode.ConfigurationMismatch => "the value in the kernel's configuration does not fit its type"u8,
        FaultCode.ExternBadType => "an extern of a type that no value of the kernel's configuration has"u8,
        FaultCode.VariableMissing => "the object has no global variable of that name"u8,
        FaultCode.VariableBadPath => "a global variable has no such field or element"u8,
        FaultCode.VariableWrongSize => "a value is not as large as the global variable"u8,
        FaultCode.VariableBadValue => "no value of the global variable's type"u8,
        FaultCode.VariableOutOfBounds => "a global variable leaves its section"u8,
        _ => "an unknown fault"u8,
    };
}
