using System;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Core;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Object;

namespace Corewright.Bpf.Externs;

/// <summary>Finds the addresses of variables that are declared without a type (<c>extern const void name __ksym</c>).</summary>
internal static class AddressResolver
{
    /// <summary>Whether a variable is declared with a type, so that BTF tells of it.</summary>
    public static bool IsTyped(in ObjectFile source, in ExternSpec wanted) =>
        !source.Types.SkipModifiers(wanted.Type, out BtfType type).Failed && type.Kind != BtfKind.Void;

    /// <summary>Walks once over the kernel's symbols, if there is anything to look for.</summary>
    /// <param name="source">The object.</param>
    /// <returns><see cref="FaultCode.KernelSymbolAmbiguous"/> or <see cref="FaultCode.KernelSymbolsUnreadable"/>.</returns>
    public static Fault Resolve(in ObjectFile source)
    {
        int first = -1;
        for (int i = source.Externs.Length - 1; i >= 0; i--)
            first = IsWanted(source, source.Externs[i]) ? i : first;
        if (first < 0)
            return Fault.None;
        Span<byte> buffer = stackalloc byte[KernelSymbols.BufferBytes];
        int result = KernelSymbols.Open(buffer, out KernelSymbols symbols);
        Fault fault = result < 0
            ? new Fault(FaultCode.KernelSymbolsUnreadable, source.Externs[first].Symbol, -result)
            : Resolve(source, ref symbols);
        symbols.Dispose();
        return fault;
    }

    /// <summary>Walks over symbols.</summary>
    internal static Fault Resolve(in ObjectFile source, scoped ref KernelSymbols symbols)
    {
        while (symbols.Next())
        {
            for (int i = 0; i < source.Externs.Length; i++)
            {
                ref ExternSpec wanted = ref source.Externs[i];
                if (!IsWanted(source, wanted) || !EssentialName.Of(source.Elf.Name(source.Elf.Symbol(wanted.Symbol))).SequenceEqual(symbols.Name))
                    continue;
                if (wanted.IsResolved && wanted.Address != symbols.Address)
                    return new Fault(FaultCode.KernelSymbolAmbiguous, wanted.Symbol);
                wanted.Address = symbols.Address;
                wanted.IsResolved = true;
            }
        }
        return Fault.None;
    }

    private static bool IsWanted(in ObjectFile source, in ExternSpec candidate) =>
        candidate.Kind == ExternKind.Variable && !IsTyped(source, candidate);
}
