using Corewright.Bpf.Btf;

namespace Corewright.Bpf.Core;

/// <summary>
/// Whether a kernel's type has all that a local one has (type_matches): the rules of libbpf's bpf_core_types_match. Every local
/// member must be there with the same name and a matching type; behind a pointer only kinds and names count.
/// </summary>
internal static class CoreTypeMatch
{
    private const int MaxLevel = 32;

    public static Fault Matches(
        in BtfReader local, uint localId, in BtfReader target, uint targetId, ref CoreBudget budget, out bool matches) =>
        Matches(local, localId, target, targetId, false, MaxLevel, ref budget, out matches);

    private static Fault Matches(
        in BtfReader local, uint localId, in BtfReader target, uint targetId, bool behindPointer, int level,
        ref CoreBudget budget, out bool matches)
    {
        matches = false;
        for (int depth = 0; depth < MaxLevel && level > 0; depth++)
        {
            if (!budget.Take())
                break;
            Fault fault = CoreCompatibility.SkipBoth(local, localId, target, targetId, out BtfType mine, out BtfType theirs);
            if (fault.Failed || !NamesMatch(local, mine.NameOffset, target, theirs.NameOffset))
                return fault;
            switch (mine.Kind)
            {
                case BtfKind.Struct or BtfKind.Union when !behindPointer:
                    if (mine.Kind == theirs.Kind)
                        return Composites(local, mine, target, theirs, level, ref budget, out matches);
                    return Fault.None;
                case BtfKind.Pointer when theirs.Kind == BtfKind.Pointer:
                    behindPointer = true;
                    localId = mine.SizeOrType;
                    targetId = theirs.SizeOrType;
                    break;
                case BtfKind.Array when theirs.Kind == BtfKind.Array:
                    BtfArray array = local.Array(mine), targetArray = target.Array(theirs);
                    if (array.Count != targetArray.Count)
                        return Fault.None;
                    localId = array.Element;
                    targetId = targetArray.Element;
                    break;
                case BtfKind.FunctionPrototype when theirs.Kind == BtfKind.FunctionPrototype:
                    fault = Parameters(local, mine, target, theirs, behindPointer, level, ref budget, out bool agree);
                    if (fault.Failed || !agree)
                        return fault;
                    localId = mine.SizeOrType;
                    targetId = theirs.SizeOrType;
                    break;
                default:
                    matches = LeavesMatch(local, mine, target, theirs, behindPointer);
                    return Fault.None;
            }
        }

        return new Fault(FaultCode.BtfTooDeep, (int)targetId);
    }

    /// <summary>Types that lead nowhere further, and structs and unions behind a pointer.</summary>
    private static bool LeavesMatch(in BtfReader local, BtfType mine, in BtfReader target, BtfType theirs, bool behindPointer)
    {
        switch (mine.Kind)
        {
            case BtfKind.Void:
                return theirs.Kind == BtfKind.Void;
            case BtfKind.Int:
                return theirs.Kind == BtfKind.Int && mine.SizeOrType == theirs.SizeOrType
                    && local.IntEncoding(mine).IsSigned == target.IntEncoding(theirs).IsSigned;
            case BtfKind.Enum or BtfKind.Enum64:
                return theirs.IsEnum && EnumsMatch(local, mine, target, theirs);
            case BtfKind.Struct or BtfKind.Union:
                return mine.Kind == theirs.Kind
                    || (theirs.Kind == BtfKind.Forward && (mine.Kind == BtfKind.Union) == theirs.KindFlag);
            case BtfKind.Forward:
                if (theirs.Kind == BtfKind.Forward)
                    return mine.KindFlag == theirs.KindFlag;
                return behindPointer && theirs.Kind == (mine.KindFlag ? BtfKind.Union : BtfKind.Struct);
            default:
                return false;
        }
    }

    private static Fault Composites(
        in BtfReader local, BtfType mine, in BtfReader target, BtfType theirs, int level, ref CoreBudget budget, out bool matches)
    {
        matches = false;
        if (mine.Count > theirs.Count)
            return Fault.None;
        for (int i = 0; i < mine.Count; i++)
        {
            BtfMember member = local.Member(mine, i);
            bool found = false;
            for (int j = 0; j < theirs.Count && !found; j++)
            {
                if (!budget.Take())
                    return new Fault(FaultCode.BtfTooDeep, (int)theirs.Id);
                BtfMember other = target.Member(theirs, j);
                if (!NamesMatch(local, member.NameOffset, target, other.NameOffset))
                    continue;
                Fault fault = Matches(local, member.Type, target, other.Type, false, level - 1, ref budget, out found);
                if (fault.Failed)
                    return fault;
            }

            if (!found)
                return Fault.None;
        }

        matches = true;
        return Fault.None;
    }

    private static Fault Parameters(
        in BtfReader local, BtfType mine, in BtfReader target, BtfType theirs, bool behindPointer, int level,
        ref CoreBudget budget, out bool agree)
    {
        agree = mine.Count == theirs.Count;
        for (int i = 0; agree && i < mine.Count; i++)
        {
            uint localId = local.Parameter(mine, i).Type, targetId = target.Parameter(theirs, i).Type;
            Fault fault = Matches(local, localId, target, targetId, behindPointer, level - 1, ref budget, out agree);
            if (fault.Failed)
                return fault;
        }

        return Fault.None;
    }

    private static bool EnumsMatch(in BtfReader local, BtfType mine, in BtfReader target, BtfType theirs)
    {
        if (mine.SizeOrType != theirs.SizeOrType || mine.Count > theirs.Count)
            return false;
        for (int i = 0; i < mine.Count; i++)
        {
            uint name = local.Enumerator(mine, i).NameOffset;
            bool found = false;
            for (int j = 0; j < theirs.Count && !found; j++)
                found = NamesMatch(local, name, target, target.Enumerator(theirs, j).NameOffset);
            if (!found)
                return false;
        }

        return true;
    }

    private static bool NamesMatch(in BtfReader local, uint localName, in BtfReader target, uint targetName) =>
        EssentialName.AreEqual(local.Name(localName), target.Name(targetName));
}
