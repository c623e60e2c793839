// Tiny BTFs, one for each thing that a kernel may not know yet: it either takes them or it doesn't. Words as in
// Documentation/bpf/btf.rst: name, kind and count, size or type, then what belongs to the kind.

using System;
using System.Buffers.Binary;
using Corewright.Bpf.Kernel;

namespace Corewright.Bpf.Btf;

/// <summary>Finds out what the running kernel takes in an object's BTF.</summary>
internal static unsafe class BtfProbes
{
    private const int HeaderBytes = 24;
    private const int MaxBytes = 128;

    // "int32" at 1, "x" at 7, "?x" at 9
    private static ReadOnlySpan<byte> Names => "\0int32\0x\0?x\0"u8;

    private static ReadOnlySpan<uint> Function => [1, 1 << 24, 4, 32, 0, (13 << 24) | 1, 0, 7, 1, 7, 12 << 24, 2];

    private static ReadOnlySpan<uint> GlobalFunction => [1, 1 << 24, 4, 32, 0, (13 << 24) | 1, 0, 7, 1, 7, (12 << 24) | 1, 2];

    private static ReadOnlySpan<uint> DataSection => [1, 1 << 24, 4, 32, 7, 14 << 24, 1, 0, 7, (15 << 24) | 1, 4, 2, 0, 4];

    private static ReadOnlySpan<uint> OptionalSection => [1, 1 << 24, 4, 32, 7, 14 << 24, 1, 0, 9, (15 << 24) | 1, 4, 2, 0, 4];

    private static ReadOnlySpan<uint> Float => [7, 16 << 24, 4];

    private static ReadOnlySpan<uint> DeclarationTag => [1, 1 << 24, 4, 32, 7, 14 << 24, 1, 0, 7, 17 << 24, 2, uint.MaxValue];

    private static ReadOnlySpan<uint> TypeTag => [1, 1 << 24, 4, 32, 7, 18 << 24, 1, 0, 2 << 24, 2];

    private static ReadOnlySpan<uint> Enum64 => [7, 19 << 24, 8];

    /// <summary>Asks for everything.</summary>
    /// <returns>What the kernel doesn't take.</returns>
    public static BtfFeature Missing() =>
        Missing(BtfFeature.Functions, Function) | Missing(BtfFeature.GlobalFunctions, GlobalFunction)
        | Missing(BtfFeature.DataSections, DataSection) | Missing(BtfFeature.OptionalSections, OptionalSection)
        | Missing(BtfFeature.Floats, Float) | Missing(BtfFeature.DeclarationTags, DeclarationTag)
        | Missing(BtfFeature.TypeTags, TypeTag) | Missing(BtfFeature.Enums64, Enum64);

    /// <summary>Writes the BTF that asks for one thing.</summary>
    /// <param name="feature">Which.</param>
    /// <param name="destination">At least 128 bytes.</param>
    /// <returns>Its length in bytes.</returns>
    internal static int Write(BtfFeature feature, Span<byte> destination) => Write(
        feature switch
        {
            BtfFeature.Functions => Function,
            BtfFeature.GlobalFunctions => GlobalFunction,
            BtfFeature.DataSections => DataSection,
            BtfFeature.OptionalSections => OptionalSection,
            BtfFeature.Floats => Float,
            BtfFeature.DeclarationTags => DeclarationTag,
            BtfFeature.TypeTags => TypeTag,
            _ => Enum64,
        },
        destination);

    private static BtfFeature Missing(BtfFeature feature, ReadOnlySpan<uint> types)
    {
        byte* bytes = stackalloc byte[MaxBytes];
        BtfLoadAttributes attributes = default;
        attributes.Btf = (ulong)bytes;
        attributes.BtfSize = (uint)Write(types, new Span<byte>(bytes, MaxBytes));
        int fd = BpfCall.LoadBtf(&attributes);
        if (fd < 0)
            return feature;
        Syscall.Close(fd);
        return BtfFeature.None;
    }

    private static int Write(ReadOnlySpan<uint> types, Span<byte> destination)
    {
        int typeBytes = types.Length * sizeof(uint);
        BtfImage.WriteHeader(destination, typeBytes, Names.Length);
        for (int i = 0; i < types.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(destination.Slice(HeaderBytes + (i * sizeof(uint)), sizeof(uint)), types[i]);
        Names.CopyTo(destination[(HeaderBytes + typeBytes)..]);
        return HeaderBytes + typeBytes + Names.Length;
    }
}
