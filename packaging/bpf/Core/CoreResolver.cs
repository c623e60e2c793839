using System;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Memory;

namespace Corewright.Bpf.Core;

/// <summary>
/// Resolves CO-RE relocations of one object against one kernel's BTF, as libbpf does, without touching the machine it runs on.
/// All relocations of a local type are answered from the same kernel types: once one relocation has ruled a candidate out, the
/// later ones don't see it any more. So resolve them in the object's order (<see cref="CoreRelocationWalk"/>).
/// </summary>
public readonly ref struct CoreResolver
{
    private readonly BtfReader _local;
    private readonly BtfReader _target;
    private readonly CandidateTable _candidates;
    private readonly Span<CoreAccessor> _scratch;
    private readonly ReadOnlySpan<BtfSource> _modules;

    private CoreResolver(
        scoped in BtfReader local, scoped in BtfReader target, CandidateTable candidates, Span<CoreAccessor> scratch, ReadOnlySpan<BtfSource> modules)
    {
        _modules = modules;
        _local = local;
        _target = target;
        _candidates = candidates;
        _scratch = scratch;
    }

    /// <summary>Finds the kernel types that the object's relocations may be about.</summary>
    /// <param name="local">The object's BTF.</param>
    /// <param name="target">The kernel's BTF.</param>
    /// <param name="relocations">All of the object's relocations.</param>
    /// <param name="arena">Keeps a few bytes for each local type and candidate.</param>
    /// <param name="resolver">The resolver; unusable on failure.</param>
    /// <returns><see cref="FaultCode.CoreBadLocalType"/> or <see cref="FaultCode.ArenaFull"/>.</returns>
    public static Fault Open(
        scoped in BtfReader local, scoped in BtfReader target, scoped in BtfExtTable relocations, scoped ref Arena arena, out CoreResolver resolver)
    {
        resolver = default;
        Fault fault = Begin(local, relocations, ref arena, out CandidateSearch search, out Span<CoreAccessor> scratch);
        if (!fault.Failed)
            fault = search.TakeRoom(ref arena);
        if (fault.Failed)
            return fault;
        search.Walk(target);
        CandidateTable candidates = search.Finish(ref arena);
        if (search.Fault.Failed)
            return search.Fault;
        resolver = new CoreResolver(local.WithPointerSize(8), target, candidates, scratch, default);
        return Fault.None;
    }

    /// <summary>
    /// Reads the kernel's BTF and finds the types that the object's relocations may be about, all in one pass that touches as little
    /// memory as possible.
    /// </summary>
    /// <param name="local">The object's BTF.</param>
    /// <param name="kernel">The kernel's BTF, not read yet.</param>
    /// <param name="isRunning">Whether this is the running kernel's own: then types that it lacks are looked for in its modules.</param>
    /// <param name="relocations">All of the object's relocations.</param>
    /// <param name="arena">Keeps a few bytes for each local type, each candidate and each 32 of the kernel's types.</param>
    /// <param name="target">The kernel's BTF.</param>
    /// <param name="resolver">The resolver; unusable on failure.</param>
    /// <returns>As <see cref="Open"/>, or a fault of the 300s with <see cref="FaultStage.ReadKernelTypes"/>.</returns>
    public static Fault OpenKernel(
        scoped in BtfReader local, ReadOnlySpan<byte> kernel, bool isRunning, scoped in BtfExtTable relocations, scoped ref Arena arena,
        out BtfReader target, out CoreResolver resolver)
    {
        resolver = default;
        target = default;
        Fault fault = Begin(local, relocations, ref arena, out CandidateSearch search, out Span<CoreAccessor> scratch);
        if (fault.Failed)
            return fault;
        fault = BtfReader.OpenSparse(kernel, ref arena, ref search, out target);
        if (!fault.Failed && target.IsBigEndian != local.IsBigEndian)
            fault = new Fault(FaultCode.BtfBigEndian);
        if (fault.Failed)
            return fault.During(FaultStage.ReadKernelTypes);
        ModuleCandidates modules = default;
        if (Features.ModuleTypes && isRunning && search.Kinds != 0)
            fault = modules.SearchLoaded(ref search, target, ref arena);
        resolver = new CoreResolver(local.WithPointerSize(8), target, search.Finish(ref arena), scratch, modules.Sources);
        return fault;
    }

    private static Fault Begin(
        scoped in BtfReader local, scoped in BtfExtTable relocations, scoped ref Arena arena, out CandidateSearch search, out Span<CoreAccessor> scratch)
    {
        search = default;
        Fault fault = arena.Allocate(CoreSpec.MaxLength * 4, out scratch);
        // A BPF object has 8-byte pointers, whatever the kernel has.
        return fault.Failed ? fault : CandidateSearch.Begin(local.WithPointerSize(8), relocations, ref arena, out search);
    }

    /// <summary>Resolves one relocation.</summary>
    /// <param name="relocation">One of those that <see cref="Open"/> was given.</param>
    /// <param name="outcome">What became of it; with <see cref="FaultCode.CoreAmbiguous"/>, the two types that disagree.</param>
    /// <returns>A fault of the 300s or 500s if the object can't be loaded. A missing field is not a fault.</returns>
    public Fault Resolve(CoreRelocation relocation, out CoreOutcome outcome)
    {
        outcome = new CoreOutcome { Kind = relocation.Kind };
        if (relocation.Type == 0 || !_local.Contains(relocation.Type))
            return new Fault(FaultCode.CoreBadLocalType, (int)relocation.Type);
        CoreSpec access = Spec(0);
        Fault fault = CoreSpecReader.Read(_local, relocation, ref access);
        if (fault.Failed)
            return fault;
        if (relocation.Kind == CoreKind.LocalTypeId)
        {
            outcome.Value = outcome.LocalValue = relocation.Type;
            return Fault.None;
        }

        if (_local.HasNoName(_local.Type(relocation.Type).NameOffset))
            return new Fault(FaultCode.CoreBadLocalType, (int)relocation.Type);
        return Choose(relocation, access, ref outcome);
    }

    /// <summary>
    /// Goes through the kernel types that still are candidates for a local type: after <see cref="Resolve"/> found a value, all
    /// that gave it.
    /// </summary>
    /// <param name="localType">The local type's id.</param>
    /// <param name="cursor">-1 at first; where the walk is.</param>
    /// <param name="targetType">The candidate's id.</param>
    internal bool NextCandidate(uint localType, ref int cursor, out uint targetType)
    {
        cursor = cursor < 0 ? _candidates.First(localType) : _candidates[cursor].Next;
        targetType = cursor < 0 ? 0 : _candidates[cursor].Type;
        return cursor >= 0;
    }

    /// <summary>Follows a relocation into one candidate, through anonymous members too.</summary>
    internal Fault Follow(CoreRelocation relocation, uint targetType, out CoreSpec found)
    {
        CoreSpec access = Spec(0);
        found = Spec(1);
        Fault fault = CoreSpecReader.Read(_local, relocation, ref access);
        if (fault.Failed)
            return fault;
        fault = CoreMatcher.Match(_local, access, relocation.Kind, _target, targetType, ref found, out bool matches);
        return fault.Failed || matches ? fault : new Fault(FaultCode.CoreBadAccess);
    }

    private CoreSpec Spec(int number)
    {
        int start = number * CoreSpec.MaxLength * 2;
        return new CoreSpec(
            _scratch.Slice(start, CoreSpec.MaxLength), _scratch.Slice(start + CoreSpec.MaxLength, CoreSpec.MaxLength));
    }

    private Fault Choose(CoreRelocation relocation, in CoreSpec access, ref CoreOutcome outcome)
    {
        bool isFound = false;
        uint bitOffset = 0;
        for (int at = _candidates.First(relocation.Type); at >= 0; at = _candidates[at].Next)
        {
            ref Candidate candidate = ref _candidates[at];
            CoreSpec found = Spec(1);
            BtfReader target = Target(candidate.Source);
            Fault fault = CoreMatcher.Match(
                _local, access, relocation.Kind, target, candidate.Type, ref found, out candidate.Matches);
            if (fault.Failed)
                return fault;
            if (!candidate.Matches)
                continue;
            fault = Evaluate(relocation.Kind, access, target, found, out CoreOutcome other);
            if (fault.Failed)
                return fault;
            if (!isFound)
            {
                isFound = true;
                bitOffset = found.BitOffset;
                outcome = other;
            }
            else if (bitOffset != found.BitOffset || outcome.Value != other.Value)
            {
                outcome.RivalType = other.TargetType;
                outcome.RivalValue = other.Value;
                return new Fault(FaultCode.CoreAmbiguous, (int)other.TargetType);
            }
        }

        if (isFound)
        {
            _candidates.KeepMatches(relocation.Type);
            return Fault.None;
        }

        return EvaluateMissing(relocation.Kind, access, ref outcome);
    }

    /// <summary>The BTF that a candidate is in.</summary>
    private BtfReader Target(int source) =>
        Features.ModuleTypes && source != 0 ? _target.Restore(_modules[source - 1]) : _target;

    private Fault Evaluate(CoreKind kind, in CoreSpec access, in BtfReader target, in CoreSpec found, out CoreOutcome outcome)
    {
        outcome = new CoreOutcome { Kind = kind, TargetType = found.RootType };
        Fault fault = CoreValue.Of(_local, access, kind, out CoreValue.Result mine);
        if (fault.Failed)
            return fault;
        fault = CoreValue.Of(target, found, kind, out CoreValue.Result theirs);
        outcome.Value = theirs.Value;
        outcome.LocalValue = mine.Value;
        outcome.ChecksLocalValue = mine.IsFixed;
        outcome.LocalSize = mine.Size;
        outcome.TargetSize = theirs.Size;
        outcome.WidthDiffers = mine.Size != theirs.Size && !CanResize(mine.SizedType, target, theirs.SizedType);
        return fault;
    }

    /// <summary>
    /// Reading fewer or more bytes into a register gives the same value only for pointers and unsigned integers, whose upper
    /// bits are zero.
    /// </summary>
    private bool CanResize(BtfType mine, in BtfReader target, BtfType theirs)
    {
        if (mine.Kind == BtfKind.Pointer && theirs.Kind == BtfKind.Pointer)
            return true;
        // Like libbpf, a bool or char with no sign flag alone counts as unsigned.
        return mine.Kind == BtfKind.Int && theirs.Kind == BtfKind.Int
            && _local.IntEncoding(mine).Flags != 1 && target.IntEncoding(theirs).Flags != 1;
    }

    private Fault EvaluateMissing(CoreKind kind, in CoreSpec access, ref CoreOutcome outcome)
    {
        Fault fault = CoreValue.Of(_local, access, kind, out CoreValue.Result mine);
        outcome.LocalValue = mine.Value;
        outcome.ChecksLocalValue = mine.IsFixed;
        outcome.Poisoned = (CoreKindName.IsField(kind) && kind != CoreKind.FieldExists) || kind == CoreKind.EnumeratorValue;
        return fault;
    }
}
