using Corewright.Bpf.Btf;

namespace Corewright.Bpf.Core;

/// <summary>What an access is worth in one BTF: the rules of libbpf's bpf_core_calc_relo.</summary>
internal static class CoreValue
{
    /// <summary>A value and what goes with it.</summary>
    internal struct Result
    {
        public ulong Value;
        public uint Size;
        public BtfType SizedType;
        public bool IsFixed;
    }

    /// <summary>The value of an access that is there.</summary>
    public static Fault Of(in BtfReader btf, in CoreSpec spec, CoreKind kind, out Result result)
    {
        result = new Result { IsFixed = true };
        switch (kind)
        {
            case CoreKind.FieldExists or CoreKind.TypeExists or CoreKind.TypeMatches or CoreKind.EnumeratorExists:
                result.Value = 1;
                return Fault.None;
            case CoreKind.TargetTypeId:
                result.Value = spec.RootType;
                result.IsFixed = false;
                return Fault.None;
            case CoreKind.TypeSize:
                Fault fault = btf.Size(spec.RootType, out uint size);
                result.Value = size;
                return fault;
            case CoreKind.EnumeratorValue:
                CoreAccessor constant = spec.Accessors[0];
                result.Value = btf.Enumerator(btf.Type(constant.Type), constant.Index).Value;
                return Fault.None;
            default:
                CoreAccessor last = spec.Accessors[spec.Length - 1];
                return last.IsNamed ? OfField(btf, spec, last, kind, ref result) : OfElement(btf, spec, last, kind, ref result);
        }
    }

    private static Fault OfElement(in BtfReader btf, in CoreSpec spec, CoreAccessor last, CoreKind kind, ref Result result)
    {
        if (kind == CoreKind.FieldByteOffset)
        {
            result.Value = spec.BitOffset / 8;
            return LoadSize(btf, last.Type, ref result);
        }

        if (kind != CoreKind.FieldByteSize)
            return new Fault(FaultCode.CoreKindNeedsField);
        Fault fault = btf.Size(last.Type, out uint size);
        result.Value = size;
        return fault;
    }

    private static Fault OfField(in BtfReader btf, in CoreSpec spec, CoreAccessor last, CoreKind kind, ref Result result)
    {
        BtfMember member = btf.Member(btf.Type(last.Type), last.Index);
        Fault fault = btf.SkipModifiers(member.Type, out BtfType type);
        if (fault.Failed)
            return fault;
        bool isBitField = member.BitSize > 0;
        uint byteOffset = spec.BitOffset / 8, byteSize, bitSize = member.BitSize;
        if (isBitField)
        {
            byteSize = type.SizeOrType;
            fault = Cover(spec.BitOffset, bitSize, ref byteSize, out byteOffset);
        }
        else
        {
            fault = btf.Size(type.Id, out byteSize);
            bitSize = byteSize * 8;
        }

        if (fault.Failed)
            return fault;
        // Compilers may load a bit field in several ways, so what is in the instruction need not be what we work out.
        result.IsFixed = !isBitField;
        switch (kind)
        {
            case CoreKind.FieldByteOffset:
                result.Value = byteOffset;
                return isBitField ? Fault.None : LoadSize(btf, type.Id, ref result);
            case CoreKind.FieldByteSize:
                result.Value = byteSize;
                return Fault.None;
            case CoreKind.FieldSigned:
                bool isSigned = type.IsEnum ? type.KindFlag : type.Kind == BtfKind.Int && btf.IntEncoding(type).IsSigned;
                result.Value = isSigned ? 1u : 0;
                result.IsFixed = true;
                return Fault.None;
            case CoreKind.FieldLeftShift:
                result.Value = btf.IsBigEndian
                    ? ((8 - byteSize) * 8) + spec.BitOffset - (byteOffset * 8)
                    : 64 - (spec.BitOffset + bitSize - (byteOffset * 8));
                return Fault.None;
            case CoreKind.FieldRightShift:
                result.Value = 64 - bitSize;
                result.IsFixed = true;
                return Fault.None;
            default:
                return new Fault(FaultCode.CoreUnknownKind);
        }
    }

    /// <summary>The smallest aligned load, at least as wide as the declared type, that covers a bit field.</summary>
    private static Fault Cover(uint bitOffset, uint bitSize, ref uint byteSize, out uint byteOffset)
    {
        byteOffset = 0;
        if (byteSize is 0 or > 16)
            return new Fault(FaultCode.CoreBitfieldTooWide);
        byteOffset = bitOffset / 8 / byteSize * byteSize;
        while ((ulong)bitOffset + bitSize - ((ulong)byteOffset * 8) > (ulong)byteSize * 8)
        {
            if (byteSize >= 8)
                return new Fault(FaultCode.CoreBitfieldTooWide);
            byteSize *= 2;
            byteOffset = bitOffset / 8 / byteSize * byteSize;
        }

        return Fault.None;
    }

    /// <summary>What a load of the type would read: of an array, one element.</summary>
    private static Fault LoadSize(in BtfReader btf, uint id, ref Result result)
    {
        Fault fault = btf.SkipModifiers(id, out BtfType type);
        result.SizedType = type;
        for (int depth = 0; !fault.Failed && type.Kind == BtfKind.Array; depth++)
        {
            if (depth == BtfReader.MaxDepth)
                return new Fault(FaultCode.BtfTooDeep, (int)id);
            fault = btf.SkipModifiers(btf.Array(type).Element, out type);
        }

        return fault.Failed ? fault : btf.Size(type.Id, out result.Size);
    }
}
