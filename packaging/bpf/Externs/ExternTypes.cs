// The kernel takes no externs in an object's BTF (btf_var_check_meta, btf_func_check_meta and btf_datasec_check_meta of
// kernel/bpf/btf.c), so they become what it takes, in place and with ids and sizes as they were.

using System;
using System.Buffers.Binary;
using Corewright.Bpf.Btf;

namespace Corewright.Bpf.Externs;

/// <summary>Makes an object's BTF one that the kernel takes although there are externs in it.</summary>
internal static class ExternTypes
{
    private const uint StructInfo = (uint)BtfKind.Struct << 24;
    private const uint GlobalVariable = 1;
    private const int InfoOffset = 4, SizeOffset = 8, ItemBytes = 12, WordBytes = 4;

    /// <summary>Rewrites the types.</summary>
    /// <param name="types">The object's types.</param>
    /// <param name="section">The type section that <paramref name="types"/> reads, writable.</param>
    /// <param name="externs">The externs, which know their types already.</param>
    /// <param name="configurationBytes">How many bytes the map <c>.kconfig</c> has.</param>
    public static void Rewrite(in BtfReader types, Span<byte> section, ReadOnlySpan<ExternSpec> externs, int configurationBytes)
    {
        uint number = FindInteger(types);
        foreach (ExternSpec declared in externs)
        {
            BtfType declaration = types.Type(declared.Declaration);
            if (declared.Kind == ExternKind.Function)
            {
                RewriteFunction(types, section, declaration);
                continue;
            }
            Write(section, declaration.Body, GlobalVariable);
            // What is outside may be of no size; nothing depends on what it is said to be.
            if (declared.Kind == ExternKind.Variable)
                Write(section, declaration.Position + SizeOffset, number);
        }
        if (types.TryFind(ObjectExterns.ConfigurationName, BtfKind.DataSection, out BtfType values))
            RewriteConfiguration(types, section, values, externs, configurationBytes);
        if (types.TryFind(ObjectExterns.SymbolsName, BtfKind.DataSection, out BtfType symbols))
            RewriteSymbols(section, symbols, number);
    }

    private static void RewriteFunction(in BtfReader types, Span<byte> section, BtfType function)
    {
        // Static: every kernel takes it.
        Write(section, function.Position + InfoOffset, (uint)BtfKind.Function << 24);
        BtfType prototype = types.Type(function.SizeOrType);
        for (int i = 0; prototype.Kind == BtfKind.FunctionPrototype && i < prototype.Count; i++)
        {
            // Parameters need names; the last one of type void is the "..." of C, which has none.
            BtfParameter parameter = types.Parameter(prototype, i);
            if (parameter.NameOffset == 0 && parameter.Type != 0)
                Write(section, prototype.Body + (i * 2 * WordBytes), function.NameOffset);
        }
    }

    private static void RewriteConfiguration(
        in BtfReader types, Span<byte> section, BtfType values, ReadOnlySpan<ExternSpec> externs, int bytes)
    {
        Write(section, values.Position + SizeOffset, (uint)bytes);
        for (int i = 0; i < values.Count; i++)
        {
            uint declaration = types.SectionVariable(values, i).Type;
            foreach (ExternSpec value in externs)
            {
                if (value.Declaration != declaration)
                    continue;
                Write(section, values.Body + (i * ItemBytes) + WordBytes, (uint)value.Offset);
                Write(section, values.Body + (i * ItemBytes) + (2 * WordBytes), (uint)value.Bytes);
            }
        }
    }

    // A section may hold no functions, so it becomes a struct of as many numbers, which takes as much room.
    private static void RewriteSymbols(Span<byte> section, BtfType symbols, uint number)
    {
        Write(section, symbols.Position, 0);
        Write(section, symbols.Position + InfoOffset, StructInfo | (uint)symbols.Count);
        Write(section, symbols.Position + SizeOffset, (uint)symbols.Count * WordBytes);
        for (int i = 0; i < symbols.Count; i++)
        {
            int item = symbols.Body + (i * ItemBytes);
            Write(section, item, 0);
            Write(section, item + WordBytes, number);
            Write(section, item + (2 * WordBytes), (uint)i * WordBytes * 8);
        }
    }

    private static uint FindInteger(in BtfReader types)
    {
        for (uint id = 1; id < (uint)types.TypeCount; id++)
        {
            BtfType type = types.Type(id);
            if (type.Kind == BtfKind.Int && type.SizeOrType == WordBytes)
                return id;
        }
        return 0;
    }

    private static void Write(Span<byte> section, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(section[at..], value);
}
