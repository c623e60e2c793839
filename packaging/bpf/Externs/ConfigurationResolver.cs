using System;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Object;

namespace Corewright.Bpf.Externs;

/// <summary>Fills the map <c>.kconfig</c>: how the kernel was configured, and what loaders tell of it under names that begin with LINUX_.</summary>
internal static class ConfigurationResolver
{
    private static ReadOnlySpan<byte> FilePrefix => "CONFIG_"u8;

    /// <summary>Finds and stores all values.</summary>
    /// <param name="source">The object.</param>
    /// <param name="release">What <c>uname -r</c> says.</param>
    /// <returns>A fault of the 660s with the number of an extern's symbol.</returns>
    public static Fault Resolve(in ObjectFile source, ReadOnlySpan<byte> release)
    {
        Fault fault = Fault.None;
        bool needsFile = false;
        for (int i = 0; i < source.Externs.Length && !fault.Failed; i++)
        {
            ref ExternSpec wanted = ref source.Externs[i];
            if (wanted.Kind != ExternKind.Configuration)
                continue;
            ReadOnlySpan<byte> name = source.Elf.Name(source.Elf.Symbol(wanted.Symbol));
            if (name.Length > FilePrefix.Length && name[..FilePrefix.Length].SequenceEqual(FilePrefix))
                needsFile = true;
            else
                fault = Compute(name, ref wanted, Place(source, wanted));
        }
        return fault.Failed || !needsFile ? fault : ReadFile(source, release);
    }

    /// <summary>Stores what a configuration says.</summary>
    /// <param name="source">The object.</param>
    /// <param name="text">The lines of the configuration.</param>
    /// <returns><see cref="FaultCode.ConfigurationMissing"/> or <see cref="FaultCode.ConfigurationMismatch"/>.</returns>
    internal static Fault Read(in ObjectFile source, ReadOnlySpan<byte> text)
    {
        while (ConfigurationFile.Next(ref text, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value))
        {
            for (int i = 0; i < source.Externs.Length; i++)
            {
                ref ExternSpec wanted = ref source.Externs[i];
                if (wanted.Kind != ExternKind.Configuration || wanted.IsResolved
                    || !source.Elf.Name(source.Elf.Symbol(wanted.Symbol)).SequenceEqual(name))
                {
                    continue;
                }
                if (!ConfigurationValue.TryStore(wanted, value, Place(source, wanted)))
                    return new Fault(FaultCode.ConfigurationMismatch, wanted.Symbol);
                wanted.IsResolved = true;
            }
        }
        return Missing(source, FaultCode.ConfigurationMissing, 0);
    }

    private static Fault ReadFile(in ObjectFile source, ReadOnlySpan<byte> release)
    {
        int result = ConfigurationFile.Read(release, out MappedMemory memory, out ReadOnlySpan<byte> text);
        // What is weak does without; that is what weak is for.
        Fault fault = result < 0 ? Missing(source, FaultCode.ConfigurationUnreadable, -result) : Read(source, text);
        memory.Dispose();
        return fault;
    }

    private static Fault Missing(in ObjectFile source, FaultCode code, int errno)
    {
        foreach (ExternSpec wanted in source.Externs)
        {
            if (wanted.Kind == ExternKind.Configuration && !wanted.IsResolved && !wanted.IsWeak)
                return new Fault(code, wanted.Symbol, errno);
        }
        return Fault.None;
    }

    private static Fault Compute(ReadOnlySpan<byte> name, ref ExternSpec wanted, Span<byte> place)
    {
        ulong value;
        if (name.SequenceEqual("LINUX_KERNEL_VERSION"u8))
            value = KernelVersion.Read();
        else if (name.SequenceEqual("LINUX_HAS_BPF_COOKIE"u8))
            value = KernelProbe.HasCookies() ? 1u : 0;
        else if (name.SequenceEqual("LINUX_HAS_SYSCALL_WRAPPER"u8))
            value = KernelProbe.HasSystemCallWrappers() ? 1u : 0;
        else
            return wanted.IsWeak ? Fault.None : new Fault(FaultCode.ConfigurationMissing, wanted.Symbol);
        if (!ConfigurationValue.TryStore(wanted, value, place))
            return new Fault(FaultCode.ConfigurationMismatch, wanted.Symbol);
        wanted.IsResolved = true;
        return Fault.None;
    }

    private static Span<byte> Place(in ObjectFile source, in ExternSpec wanted) => source.Configuration.Slice(wanted.Offset, wanted.Bytes);
}
