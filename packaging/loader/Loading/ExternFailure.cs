using Corewright.Bpf;
using Corewright.Loader.Output;

namespace Corewright.Loader.Loading;

/// <summary>Says which extern of the object the kernel can't provide, and why.</summary>
internal static class ExternFailure
{
    /// <summary>Sets the session's failure.</summary>
    /// <param name="session">The session.</param>
    /// <param name="fault">What <see cref="Bpf.Externs.ExternResolver"/> returned.</param>
    /// <param name="hasTypes">Whether the kernel has BTF of its own.</param>
    public static void Describe(in Session session, Fault fault, bool hasTypes)
    {
        bool names = fault.Code is >= FaultCode.ConfigurationUnreadable and <= FaultCode.ExternBadType
            or >= FaultCode.KernelSymbolMissing and <= FaultCode.KernelModulesTooMany;
        if (!names)
        {
            ObjectFailure.Describe(session.Failure, fault);
            return;
        }
        Utf8Writer message = session.Failure.Set(Code(fault.Code), fault.Errno).Text("the object asks kernel "u8).Text(session.Release)
            .Text(" for "u8);
        PlainText.Write(message, session.Object.Elf.Name(session.Object.Elf.Symbol(fault.Index)));
        message.Text(": "u8).Text(FaultText.Of(fault.Code));
        if (fault.Errno != 0)
            message.Text(" ("u8).Errno(fault.Errno).Byte((byte)')');
        if (fault.Code == FaultCode.ConfigurationUnreadable)
            message.Text("; neither /proc/config.gz nor /boot/config-"u8).Text(session.Release).Text(" is there"u8);
        if (fault.Code == FaultCode.KernelSymbolMissing && !hasTypes)
            message.Text("; it has no BTF of its own (CONFIG_DEBUG_INFO_BTF) to find it by"u8);
    }

    private static ExitCode Code(FaultCode code) => code switch
    {
        FaultCode.ExternBadType => ExitCode.DamagedObject,
        FaultCode.KernelSymbolsUnreadable or FaultCode.KernelModulesTooMany or FaultCode.KernelSymbolAmbiguous => ExitCode.System,
        _ => ExitCode.KernelTooOld,
    };
}
