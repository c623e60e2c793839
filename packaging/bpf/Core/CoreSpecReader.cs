using System;
using Corewright.Bpf.Btf;

namespace Corewright.Bpf.Core;

/// <summary>Reads an access string such as <c>0:3:1</c> against the local type that it is about.</summary>
internal static class CoreSpecReader
{
    public static Fault Read(in BtfReader local, CoreRelocation relocation, scoped ref CoreSpec spec)
    {
        spec.Begin(relocation.Type);
        ReadOnlySpan<byte> access = local.Name(relocation.AccessOffset);
        if (CoreKindName.IsType(relocation.Kind))
            return access.SequenceEqual("0"u8) ? Fault.None : new Fault(FaultCode.CoreBadAccess);
        if (!CoreKindName.IsField(relocation.Kind) && !CoreKindName.IsEnumerator(relocation.Kind))
            return new Fault(FaultCode.CoreUnknownKind);

        Fault fault = local.SkipModifiers(relocation.Type, out BtfType root);
        if (fault.Failed)
            return fault;
        if (!NextNumber(ref access, out int index))
            return new Fault(FaultCode.CoreBadAccess);
        spec.AddStep(root.Id, index);
        spec.AddAccessor(root.Id, index, false);
        if (CoreKindName.IsEnumerator(relocation.Kind))
        {
            return root.IsEnum && access.Length == 0 && index < root.Count
                ? Fault.None
                : new Fault(FaultCode.CoreBadAccess);
        }

        fault = local.Size(root.Id, out uint size);
        if (fault.Failed)
            return fault;
        spec.BitOffset = (uint)index * size * 8;
        uint at = root.Id;
        while (access.Length > 0)
        {
            if (access[0] != ':')
                return new Fault(FaultCode.CoreBadAccess);
            access = access[1..];
            if (!NextNumber(ref access, out index))
                return new Fault(FaultCode.CoreBadAccess);
            fault = local.SkipModifiers(at, out BtfType type);
            if (fault.Failed)
                return fault;
            fault = type.IsComposite ? Enter(local, type, index, ref spec, out at) : EnterArray(local, type, index, ref spec, out at);
            if (fault.Failed)
                return fault;
        }

        return Fault.None;
    }

    /// <summary>Whether an array may be indexed beyond its end: it has no length and ends a struct.</summary>
    public static bool IsFlexible(in BtfReader btf, in CoreSpec spec, BtfArray array)
    {
        CoreAccessor field = spec.Accessors[spec.Length - 1];
        return array.Count == 0 && field.IsNamed && field.Index == btf.Type(field.Type).Count - 1;
    }

    private static Fault Enter(in BtfReader local, BtfType type, int index, scoped ref CoreSpec spec, out uint next)
    {
        next = 0;
        if (index >= type.Count)
            return new Fault(FaultCode.CoreBadAccess);
        BtfMember member = local.Member(type, index);
        if (!spec.AddStep(type.Id, index))
            return new Fault(FaultCode.CoreAccessTooDeep);
        if (member.NameOffset != 0)
        {
            if (local.Name(member.NameOffset).Length == 0)
                return new Fault(FaultCode.CoreBadAccess);
            spec.AddAccessor(type.Id, index, true);
        }

        spec.BitOffset += member.BitOffset;
        next = member.Type;
        return Fault.None;
    }

    private static Fault EnterArray(in BtfReader local, BtfType type, int index, scoped ref CoreSpec spec, out uint next)
    {
        next = 0;
        if (type.Kind != BtfKind.Array)
            return new Fault(FaultCode.CoreBadAccess);
        BtfArray array = local.Array(type);
        Fault fault = local.SkipModifiers(array.Element, out BtfType element);
        if (fault.Failed)
            return fault;
        if ((uint)index >= array.Count && !IsFlexible(local, spec, array))
            return new Fault(FaultCode.CoreBadAccess);
        if (!spec.AddStep(element.Id, index))
            return new Fault(FaultCode.CoreAccessTooDeep);
        spec.AddAccessor(element.Id, index, false);
        fault = local.Size(element.Id, out uint size);
        spec.BitOffset += (uint)index * size * 8;
        next = element.Id;
        return fault;
    }

    /// <summary>Takes a decimal number of at most nine digits off the front.</summary>
    private static bool NextNumber(ref ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        int digits = 0;
        while (digits < text.Length && text[digits] is >= (byte)'0' and <= (byte)'9')
        {
            if (digits == 9)
                return false;
            number = (number * 10) + (text[digits++] - '0');
        }

        text = text[digits..];
        return digits > 0;
    }
}
