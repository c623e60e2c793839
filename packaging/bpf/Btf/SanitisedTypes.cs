// Kinds that a kernel doesn't know become kinds that it knows, of the same size, so that no id changes: the substitutions of
// libbpf's bpf_object__sanitize_btf.

using System;
using Corewright.Bpf.Memory;

namespace Corewright.Bpf.Btf;

/// <summary>Rewrites an object's BTF for a kernel that doesn't take all of it.</summary>
internal static class SanitisedTypes
{
    // A size of 1 fits wherever the variable did.
    private const uint PlaceholderSize = 1, PlaceholderEncoding = 8;

    private static ReadOnlySpan<byte> PlaceholderName => "enum64_placeholder"u8;

    /// <summary>Rewrites what is missing.</summary>
    /// <param name="types">The BTF as it was read.</param>
    /// <param name="missing">What the kernel doesn't take.</param>
    /// <param name="image">A copy of the same BTF, which may differ in sizes, offsets and linkage; replaced where it has to grow.</param>
    /// <param name="arena">Keeps a larger copy.</param>
    /// <returns><see cref="FaultCode.ArenaFull"/>.</returns>
    public static Fault Apply(scoped in BtfReader types, BtfFeature missing, ref BtfImage image, scoped ref Arena arena)
    {
        uint placeholder = 0;
        if ((missing & BtfFeature.Enums64) != 0 && Has(types, BtfKind.Enum64))
        {
            Span<byte> type = stackalloc byte[16];
            BtfImage.Write(type, 0, (uint)types.Strings.Length);
            BtfImage.Write(type, 4, Info(BtfKind.Int, 0));
            BtfImage.Write(type, 8, PlaceholderSize);
            BtfImage.Write(type, 12, PlaceholderEncoding);
            Fault fault = image.Extend(type, PlaceholderName, ref arena, out image);
            if (fault.Failed)
                return fault;
            placeholder = (uint)types.TypeCount;
        }
        for (uint id = 1; id < (uint)types.TypeCount; id++)
            Replace(types, types.Type(id), missing, placeholder, ref image);
        return Fault.None;
    }

    private static void Replace(scoped in BtfReader types, BtfType type, BtfFeature missing, uint placeholder, ref BtfImage image)
    {
        Span<byte> bytes = image.Types;
        switch (type.Kind)
        {
            case BtfKind.Variable when (missing & BtfFeature.DataSections) != 0:
            case BtfKind.DeclarationTag when (missing & BtfFeature.DeclarationTags) != 0:
                Become(bytes, type, BtfKind.Int, 0);
                BtfImage.Write(bytes, type.Position + 8, PlaceholderSize);
                BtfImage.Write(bytes, type.Body, PlaceholderEncoding);
                break;
            case BtfKind.DataSection when (missing & BtfFeature.DataSections) != 0:
                DataSection(types, type, ref image);
                break;
            case BtfKind.DataSection when (missing & BtfFeature.OptionalSections) != 0:
                if (types.Name(type) is { Length: > 0 } name && name[0] == (byte)'?')
                    image.Strings[(int)type.NameOffset] = (byte)'_';
                break;
            case BtfKind.FunctionPrototype when (missing & BtfFeature.Functions) != 0:
                Become(bytes, type, BtfKind.Enum, type.Count);
                BtfImage.Write(bytes, type.Position + 8, sizeof(uint));
                break;
            case BtfKind.Function when (missing & BtfFeature.Functions) != 0:
                Become(bytes, type, BtfKind.Typedef, 0);
                break;
            case BtfKind.Function when (missing & BtfFeature.GlobalFunctions) != 0:
                Become(bytes, type, BtfKind.Function, 0);
                break;
            case BtfKind.Float when (missing & BtfFeature.Floats) != 0:
                // "float" is no name that a struct could have.
                BtfImage.Write(bytes, type.Position, 0);
                Become(bytes, type, BtfKind.Struct, 0);
                break;
            case BtfKind.TypeTag when (missing & BtfFeature.TypeTags) != 0:
                BtfImage.Write(bytes, type.Position, 0);
                Become(bytes, type, BtfKind.Const, 0);
                break;
            case BtfKind.Enum when (missing & BtfFeature.Enums64) != 0:
                Become(bytes, type, BtfKind.Enum, type.Count);
                break;
            case BtfKind.Enum64 when (missing & BtfFeature.Enums64) != 0:
                Become(bytes, type, BtfKind.Union, type.Count);
                for (int i = 0; i < type.Count; i++)
                {
                    BtfImage.Write(bytes, type.Body + (i * 12) + 4, placeholder);
                    BtfImage.Write(bytes, type.Body + (i * 12) + 8, 0);
                }
                break;
        }
    }

    /// <summary>A struct whose members are the variables; its name becomes one that a struct may have.</summary>
    private static void DataSection(scoped in BtfReader types, BtfType section, ref BtfImage image)
    {
        ReadOnlySpan<byte> name = types.Name(section);
        for (int i = 0; i < name.Length; i++)
        {
            if (name[i] is (byte)'.' or (byte)'?')
                image.Strings[(int)section.NameOffset + i] = (byte)'_';
        }
        Span<byte> bytes = image.Types;
        if ((BtfImage.Read(bytes, section.Position + 4) >> 24) != (uint)BtfKind.DataSection)
            return; // .ksyms, which is a struct already
        Become(bytes, section, BtfKind.Struct, section.Count);
        for (int i = 0; i < section.Count; i++)
        {
            int at = section.Body + (i * 12);
            uint variable = BtfImage.Read(bytes, at), offset = BtfImage.Read(bytes, at + 4);
            BtfImage.Write(bytes, at, types.Type(variable).NameOffset);
            BtfImage.Write(bytes, at + 4, variable);
            BtfImage.Write(bytes, at + 8, offset * 8);
        }
    }

    private static bool Has(scoped in BtfReader types, BtfKind kind)
    {
        for (uint id = 1; id < (uint)types.TypeCount; id++)
        {
            if (types.Type(id).Kind == kind)
                return true;
        }
        return false;
    }

    private static void Become(Span<byte> bytes, BtfType type, BtfKind kind, int count) =>
        BtfImage.Write(bytes, type.Position + 4, Info(kind, count));

    private static uint Info(BtfKind kind, int count) => ((uint)kind << 24) | (uint)count;
}
