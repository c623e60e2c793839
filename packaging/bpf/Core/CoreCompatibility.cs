using System;
using Corewright.Bpf.Btf;

namespace Corewright.Bpf.Core;

/// <summary>
/// Whether a kernel's type may stand for a local one: the rules of libbpf's bpf_core_fields_are_compat and
/// bpf_core_types_are_compat.
/// </summary>
internal static class CoreCompatibility
{
    private const int MaxLevel = 32;

    /// <summary>Whether two kinds may be the same type: equal, or both enums.</summary>
    public static bool KindsMatch(BtfType one, BtfType other) => one.Kind == other.Kind || (one.IsEnum && other.IsEnum);

    /// <summary>
    /// For a field's type: any two structs or unions go together, any two pointers, any two integers; enums and forwards need
    /// the same name, or none.
    /// </summary>
    public static Fault Fields(in BtfReader local, uint localId, in BtfReader target, uint targetId, out bool compatible)
    {
        compatible = false;
        for (int depth = 0; depth < BtfReader.MaxDepth; depth++)
        {
            Fault fault = SkipBoth(local, localId, target, targetId, out BtfType mine, out BtfType theirs);
            if (fault.Failed)
                return fault;
            if (mine.IsComposite && theirs.IsComposite)
            {
                compatible = true;
                return Fault.None;
            }

            if (!KindsMatch(mine, theirs))
                return Fault.None;
            if (mine.Kind != BtfKind.Array)
            {
                compatible = mine.Kind switch
                {
                    BtfKind.Pointer or BtfKind.Float => true,
                    BtfKind.Forward or BtfKind.Enum or BtfKind.Enum64 => EnumNamesAgree(local.Name(mine), target.Name(theirs)),
                    BtfKind.Int => IntsAgree(local, mine, target, theirs),
                    _ => false,
                };
                return Fault.None;
            }

            localId = local.Array(mine).Element;
            targetId = target.Array(theirs).Element;
        }

        return new Fault(FaultCode.BtfTooDeep, (int)targetId);
    }

    /// <summary>For a whole type: its shape, seen through pointers, arrays and functions; members don't count.</summary>
    public static Fault Types(
        in BtfReader local, uint localId, in BtfReader target, uint targetId, ref CoreBudget budget, out bool compatible)
    {
        compatible = false;
        return KindsMatch(local.Type(localId), target.Type(targetId))
            ? Types(local, localId, target, targetId, MaxLevel, ref budget, out compatible)
            : Fault.None;
    }

    /// <summary>Both types behind their typedefs and modifiers.</summary>
    public static Fault SkipBoth(
        in BtfReader local, uint localId, in BtfReader target, uint targetId, out BtfType mine, out BtfType theirs)
    {
        Fault fault = local.SkipModifiers(localId, out mine);
        Fault other = target.SkipModifiers(targetId, out theirs);
        return fault.Failed ? fault : other;
    }

    private static Fault Types(
        in BtfReader local, uint localId, in BtfReader target, uint targetId, int level, ref CoreBudget budget, out bool compatible)
    {
        compatible = false;
        for (int depth = 0; depth < MaxLevel; depth++)
        {
            if (!budget.Take())
                return new Fault(FaultCode.BtfTooDeep, (int)targetId);
            Fault fault = SkipBoth(local, localId, target, targetId, out BtfType mine, out BtfType theirs);
            if (fault.Failed || !KindsMatch(mine, theirs))
                return fault;
            switch (mine.Kind)
            {
                case BtfKind.Void or BtfKind.Struct or BtfKind.Union or BtfKind.Enum or BtfKind.Enum64 or BtfKind.Forward:
                    compatible = true;
                    return Fault.None;
                case BtfKind.Int:
                    compatible = IntsAgree(local, mine, target, theirs);
                    return Fault.None;
                case BtfKind.Pointer:
                    localId = mine.SizeOrType;
                    targetId = theirs.SizeOrType;
                    break;
                case BtfKind.Array:
                    localId = local.Array(mine).Element;
                    targetId = target.Array(theirs).Element;
                    break;
                case BtfKind.FunctionPrototype:
                    fault = Parameters(local, mine, target, theirs, level, ref budget, out bool agree);
                    if (fault.Failed || !agree)
                        return fault;
                    localId = mine.SizeOrType;
                    targetId = theirs.SizeOrType;
                    break;
                default:
                    return Fault.None;
            }
        }

        return new Fault(FaultCode.BtfTooDeep, (int)targetId);
    }

    private static Fault Parameters(
        in BtfReader local, BtfType mine, in BtfReader target, BtfType theirs, int level, ref CoreBudget budget, out bool agree)
    {
        agree = mine.Count == theirs.Count;
        for (int i = 0; agree && i < mine.Count; i++)
        {
            if (level <= 0)
                return new Fault(FaultCode.BtfTooDeep, (int)theirs.Id);
            uint localId = local.Parameter(mine, i).Type, targetId = target.Parameter(theirs, i).Type;
            Fault fault = Types(local, localId, target, targetId, level - 1, ref budget, out agree);
            if (fault.Failed)
                return fault;
        }

        return Fault.None;
    }

    /// <summary>One has no name, or both have the same but for flavours.</summary>
    private static bool EnumNamesAgree(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) =>
        one.Length == 0 || other.Length == 0 || EssentialName.AreEqual(one, other);

    /// <summary>Sizes and signs may differ; only the oldest form of bit fields is refused.</summary>
    private static bool IntsAgree(in BtfReader local, BtfType mine, in BtfReader target, BtfType theirs) =>
        local.IntEncoding(mine).BitOffset == 0 && target.IntEncoding(theirs).BitOffset == 0;
}
