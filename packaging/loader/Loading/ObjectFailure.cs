using Corewright.Bpf;

namespace Corewright.Loader.Loading;

/// <summary>Says what is wrong with the object or the BTF: faults that no other machine would be spared.</summary>
internal static class ObjectFailure
{
    /// <summary>Describes a fault in the object.</summary>
    public static void Describe(Failure failure, Fault fault)
    {
        ExitCode code = fault.Code is FaultCode.ArenaFull ? ExitCode.System : ExitCode.DamagedObject;
        failure.Set(code, fault.Errno).Text("the object is damaged: "u8).Text(FaultText.Of(fault.Code))
            .Text(" (fault "u8).Decimal((ulong)fault.Code).Text(" at "u8).Decimal((uint)fault.Index)
            .Text("); install the loader again"u8);
    }
}
