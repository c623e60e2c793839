// Externs as clang writes them: an undefined ELF symbol, and in the BTF a variable or function of extern linkage in the data section
// .kconfig or .ksyms (libbpf's __kconfig and __ksym). Their offsets and the section's size are left to the loader.

using System;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Elf;
using Corewright.Bpf.Memory;

namespace Corewright.Bpf.Externs;

/// <summary>Finds what an object declares and doesn't define.</summary>
internal static class ObjectExterns
{
    private const uint Extern = 2;
    private const int MaxConfigurationBytes = 1 << 20;

    /// <summary>The data section of the kernel's configuration, and the name of the map that holds it.</summary>
    public static ReadOnlySpan<byte> ConfigurationName => ".kconfig"u8;

    /// <summary>The data section of the kernel's variables and functions.</summary>
    public static ReadOnlySpan<byte> SymbolsName => ".ksyms"u8;

    /// <summary>Lists the externs that symbols refer to, and lays out the configuration.</summary>
    /// <param name="elf">The object.</param>
    /// <param name="types">Its types.</param>
    /// <param name="arena">Keeps the list.</param>
    /// <param name="externs">The list.</param>
    /// <param name="configurationBytes">How many bytes the map <c>.kconfig</c> has.</param>
    /// <returns><see cref="FaultCode.ExternBadType"/> with the symbol's number.</returns>
    public static Fault Read(
        scoped in ElfReader elf, scoped in BtfReader types, scoped ref Arena arena, out Span<ExternSpec> externs, out int configurationBytes)
    {
        configurationBytes = 0;
        bool hasValues = types.TryFind(ConfigurationName, BtfKind.DataSection, out BtfType values);
        bool hasSymbols = types.TryFind(SymbolsName, BtfKind.DataSection, out BtfType symbols);
        Fault fault = arena.Allocate((hasValues ? values.Count : 0) + (hasSymbols ? symbols.Count : 0), out externs);
        int count = 0;
        for (int i = 0; hasValues && i < values.Count && !fault.Failed; i++)
        {
            ref ExternSpec found = ref externs[count];
            if (!TryRead(elf, types, types.SectionVariable(values, i), ref found) || types.Type(found.Declaration).Kind != BtfKind.Variable)
                continue;
            fault = ReadValue(types, ref found, ref configurationBytes);
            count++;
        }
        for (int i = 0; hasSymbols && i < symbols.Count && !fault.Failed; i++)
        {
            ref ExternSpec found = ref externs[count];
            if (!TryRead(elf, types, types.SectionVariable(symbols, i), ref found))
                continue;
            found.Kind = types.Type(found.Declaration).Kind == BtfKind.Function ? ExternKind.Function : ExternKind.Variable;
            count++;
        }
        externs = externs[..count];
        return fault;
    }

    /// <summary>Finds the extern of a symbol.</summary>
    /// <returns>Its number; -1 where there is none.</returns>
    public static int Find(ReadOnlySpan<ExternSpec> externs, int symbol)
    {
        for (int i = 0; i < externs.Length; i++)
        {
            if (externs[i].Symbol == symbol)
                return i;
        }
        return -1;
    }

    private static bool TryRead(in ElfReader elf, in BtfReader types, BtfSectionVariable variable, ref ExternSpec found)
    {
        BtfType declaration = types.Type(variable.Type);
        bool isExtern = declaration.Kind switch
        {
            BtfKind.Variable => types.VariableLinkage(declaration) == Extern,
            BtfKind.Function => declaration.Linkage == Extern,
            _ => false,
        };
        ReadOnlySpan<byte> name = types.Name(declaration);
        if (!isExtern || name.Length == 0)
            return false;
        for (int i = 1; i < elf.SymbolCount; i++)
        {
            ElfSymbol symbol = elf.Symbol(i);
            if (symbol.Section != 0 || symbol.IsLocal || !elf.Name(symbol).SequenceEqual(name))
                continue;
            found = default;
            found.Symbol = i;
            found.Declaration = variable.Type;
            found.Type = declaration.SizeOrType;
            found.IsWeak = symbol.IsWeak;
            return true;
        }
        return false;
    }

    private static Fault ReadValue(in BtfReader types, ref ExternSpec value, ref int end)
    {
        Fault fault = types.Size(value.Type, out uint size);
        if (!fault.Failed)
            fault = types.SkipModifiers(value.Type, out BtfType type).Failed ? fault : Classify(types, type, size, ref value);
        // A number is aligned to its size.
        int alignment = value.Value == ConfigurationType.Text ? 1 : (int)size;
        if (fault.Failed || value.Value == ConfigurationType.Unknown || size == 0 || size > MaxConfigurationBytes - end - alignment)
            return new Fault(FaultCode.ExternBadType, value.Symbol);
        value.Bytes = (int)size;
        value.Offset = (end + alignment - 1) / alignment * alignment;
        end = value.Offset + value.Bytes;
        return Fault.None;
    }

    private static Fault Classify(in BtfReader types, BtfType type, uint size, ref ExternSpec value)
    {
        const int signed = 1, character = 2, boolean = 4;
        switch (type.Kind)
        {
            case BtfKind.Int:
                int flags = types.IntEncoding(type).Flags;
                value.IsSigned = (flags & signed) != 0;
                if ((flags & boolean) != 0)
                    value.Value = size == 1 ? ConfigurationType.Boolean : ConfigurationType.Unknown;
                else if (size == 1 && ((flags & character) != 0 || types.NameEquals(type.NameOffset, "char"u8)))
                    value.Value = ConfigurationType.Character;
                else if (size is 1 or 2 or 4 or 8)
                    value.Value = ConfigurationType.Integer;
                return Fault.None;
            case BtfKind.Enum or BtfKind.Enum64:
                if (size == 4 && types.NameEquals(type.NameOffset, "libbpf_tristate"u8))
                    value.Value = ConfigurationType.Tristate;
                return Fault.None;
            case BtfKind.Array:
                Fault fault = types.SkipModifiers(types.Array(type).Element, out BtfType element);
                if (!fault.Failed && element.Kind == BtfKind.Int && element.SizeOrType == 1)
                    value.Value = ConfigurationType.Text;
                return fault;
            default:
                return Fault.None;
        }
    }
}
