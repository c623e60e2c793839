using System;
using Corewright.Bpf.Btf;

namespace Corewright.Bpf.Core;

/// <summary>Follows a local access through a kernel's type: the rules of libbpf's bpf_core_spec_match.</summary>
internal static class CoreMatcher
{
    /// <summary>Matches a local access against one candidate.</summary>
    /// <param name="local">The object's BTF.</param>
    /// <param name="access">The access in the local type.</param>
    /// <param name="kind">What is asked for.</param>
    /// <param name="target">The kernel's BTF.</param>
    /// <param name="candidate">The candidate's id.</param>
    /// <param name="found">The same access in the kernel's type; meaningful if <paramref name="matches"/>.</param>
    /// <param name="matches">Whether the candidate has all of it.</param>
    public static Fault Match(
        in BtfReader local, in CoreSpec access, CoreKind kind, in BtfReader target, uint candidate,
        scoped ref CoreSpec found, out bool matches)
    {
        var budget = default(CoreBudget);
        found.Begin(candidate);
        matches = false;
        // A loader without one of these has an object without it.
        if ((kind == CoreKind.TypeMatches && !Features.TypeMatches) || (CoreKindName.IsEnumerator(kind) && !Features.Enumerators))
            return new Fault(FaultCode.CoreUnknownKind);
        if (Features.TypeMatches && kind == CoreKind.TypeMatches)
            return CoreTypeMatch.Matches(local, access.RootType, target, candidate, ref budget, out matches);
        if (CoreKindName.IsType(kind))
            return CoreCompatibility.Types(local, access.RootType, target, candidate, ref budget, out matches);
        return Features.Enumerators && CoreKindName.IsEnumerator(kind)
            ? Enumerator(local, access, target, candidate, ref found, out matches)
            : Field(local, access, target, candidate, ref found, ref budget, out matches);
    }

    private static Fault Enumerator(
        in BtfReader local, in CoreSpec access, in BtfReader target, uint candidate, scoped ref CoreSpec found, out bool matches)
    {
        matches = false;
        Fault fault = target.SkipModifiers(candidate, out BtfType type);
        if (fault.Failed || !type.IsEnum)
            return fault;
        CoreAccessor wanted = access.Accessors[0];
        ReadOnlySpan<byte> name = local.Name(local.Enumerator(local.Type(wanted.Type), wanted.Index).NameOffset);
        for (int i = 0; i < type.Count; i++)
        {
            if (!EssentialName.AreEqual(name, target.Name(target.Enumerator(type, i).NameOffset)))
                continue;
            found.AddStep(type.Id, i);
            found.AddAccessor(type.Id, i, false);
            matches = true;
            break;
        }

        return Fault.None;
    }

    private static Fault Field(
        in BtfReader local, in CoreSpec access, in BtfReader target, uint candidate, scoped ref CoreSpec found,
        ref CoreBudget budget, out bool matches)
    {
        matches = false;
        uint at = candidate;
        for (int i = 0; i < access.Length; i++)
        {
            CoreAccessor wanted = access.Accessors[i];
            Fault fault = target.SkipModifiers(at, out BtfType type);
            if (fault.Failed)
                return fault;
            if (wanted.IsNamed)
            {
                fault = Member(local, wanted, target, type.Id, ref found, ref budget, out bool hasMember, out at);
                if (fault.Failed || !hasMember)
                    return fault;
                continue;
            }

            at = type.Id;
            if (i > 0)
            {
                if (type.Kind != BtfKind.Array)
                    return Fault.None;
                BtfArray array = target.Array(type);
                if ((uint)wanted.Index >= array.Count && !CoreSpecReader.IsFlexible(target, found, array))
                    return Fault.None;
                fault = target.SkipModifiers(array.Element, out type);
                if (fault.Failed)
                    return fault;
                at = type.Id;
            }

            if (!found.AddStep(at, wanted.Index))
                return new Fault(FaultCode.CoreAccessTooDeep);
            found.AddAccessor(at, wanted.Index, false);
            fault = target.Size(at, out uint size);
            if (fault.Failed)
                return fault;
            found.BitOffset += (uint)wanted.Index * size * 8;
        }

        matches = true;
        return Fault.None;
    }

    /// <summary>Looks for a named member, also inside anonymous structs and unions.</summary>
    private static Fault Member(
        in BtfReader local, CoreAccessor wanted, in BtfReader target, uint typeId, scoped ref CoreSpec found,
        ref CoreBudget budget, out bool matches, out uint next)
    {
        matches = false;
        next = 0;
        Fault fault = target.SkipModifiers(typeId, out BtfType type);
        if (fault.Failed || !type.IsComposite)
            return fault;
        BtfMember mine = local.Member(local.Type(wanted.Type), wanted.Index);
        ReadOnlySpan<byte> name = local.Name(mine.NameOffset);
        for (int i = 0; i < type.Count; i++)
        {
            if (!budget.Take())
                return new Fault(FaultCode.BtfTooDeep, (int)typeId);
            BtfMember theirs = target.Member(type, i);
            bool isAnonymous = target.HasNoName(theirs.NameOffset);
            if (!isAnonymous && !target.NameEquals(theirs.NameOffset, name))
                continue;
            if (!found.AddStep(type.Id, i))
                return new Fault(FaultCode.CoreAccessTooDeep);
            found.BitOffset += theirs.BitOffset;
            if (!isAnonymous)
            {
                next = theirs.Type;
                fault = CoreCompatibility.Fields(local, mine.Type, target, theirs.Type, out matches);
            }
            else
            {
                fault = Member(local, wanted, target, theirs.Type, ref found, ref budget, out matches, out next);
            }

            if (matches && !isAnonymous)
                found.AddAccessor(type.Id, i, true);
            if (fault.Failed || matches)
                return fault;
            found.BitOffset -= theirs.BitOffset;
            found.StepCount--;
            if (!isAnonymous)
                return Fault.None;
        }

        return Fault.None;
    }
}
