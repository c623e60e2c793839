using System;
using Corewright.Bpf;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Core;
using Corewright.Bpf.Elf;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Memory;
using Corewright.Loader.Output;

namespace Corewright.Loader.Loading;

/// <summary>Resolves the object's CO-RE relocations against the running kernel's types and patches its instructions.</summary>
internal static unsafe class RelocationStage
{
    private const int MaxTargetBytes = 256;

    // One number for each type and what the resolver keeps: the largest kernels have 200,000 types.
    private const int ScratchBytes = 16 << 20;

    /// <summary>Finds the kernel's types and relocates everything; afterwards the types are given back.</summary>
    /// <param name="session">A session whose object is read.</param>
    /// <param name="typesPath">What <c>--btf</c> said, or null.</param>
    /// <returns>Whether every relocation was applied; one without a value counts as applied.</returns>
    public static bool Run(ref Session session, byte* typesPath)
    {
        session.TypesPath = ZeroTerminatedText.Read(typesPath);
        session.Arena.Allocate(VmlinuxPaths.MaxBytes, out Span<byte> room);
        session.KernelTypes = KernelTypes.Find(typesPath, session.Payload, session.Release, room);
        if (session.KernelTypes.Source == KernelTypesSource.None)
        {
            // Without relocations nothing of it is needed.
            Arena nothing = default;
            if (session.TypesPath.Length == 0 && !HasRelocations(session))
                return !TargetStage.IsBuiltIn || TargetStage.Run(ref session, default, ref nothing);
            DescribeMissing(ref session);
            return false;
        }
        if (session.KernelTypes.Source == KernelTypesSource.Embedded)
            session.NameEmbeddedOrigin();
        MappedMemory memory = MappedMemory.Allocate(ScratchBytes);
        var scratch = new Arena(memory.Start, memory.Bytes.Length);
        Fault fault = Relocate(ref session, ref scratch, out BtfReader target);
        if (fault.Stage == FaultStage.ReadKernelTypes)
            DescribeTypes(session, fault);
        session.KernelWordBytes = target.PointerSize;
        bool done = !fault.Failed && (!TargetStage.IsBuiltIn || TargetStage.Run(ref session, target, ref scratch));
        memory.Dispose();
        session.KernelTypes.Dispose();
        return done;
    }

    /// <summary>Where the kernel's BTF came from: a path, or <c>embedded:</c> and the release; empty where there is none.</summary>
    public static ReadOnlySpan<byte> Origin(scoped in Session session) => session.KernelTypes.Source switch
    {
        KernelTypesSource.Kernel => KernelTypes.VmlinuxPath[..^1],
        KernelTypesSource.Embedded => session.EmbeddedOrigin,
        KernelTypesSource.File => session.TypesPath,
        KernelTypesSource.Disk => session.KernelTypes.Path,
        _ => default,
    };

    private static bool HasRelocations(in Session session) =>
        session.Object.Elf.TryFindSection(".BTF.ext"u8, out ElfSection section)
        && (BtfExtReader.Open(session.Object.Elf.Data(section), out BtfExtReader extended).Failed || extended.Relocations.RecordCount != 0);

    private static Fault Relocate(scoped ref Session session, scoped ref Arena scratch, out BtfReader target)
    {
        BtfExtReader extended = default;
        target = default;
        Fault fault = session.Object.Elf.TryFindSection(".BTF.ext"u8, out ElfSection section)
            ? BtfExtReader.Open(session.Object.Elf.Data(section), out extended)
            : Fault.None;
        if (!fault.Failed)
            fault = session.Arena.Allocate(extended.Relocations.RecordCount, out session.Relocations);
        CoreResolver resolver = default;
        if (!fault.Failed)
        {
            fault = CoreResolver.OpenKernel(
                session.Object.Types, session.KernelTypes.Bytes, session.KernelTypes.Source == KernelTypesSource.Kernel,
                extended.Relocations, ref scratch, out target, out resolver);
        }
        if (fault.Failed)
        {
            session.Relocations = default;
            if (fault.Stage != FaultStage.ReadKernelTypes)
                ObjectFailure.Describe(session.Failure, fault);
            return fault;
        }
        var walk = new CoreRelocationWalk(session.Object.Elf, session.Object.Types, extended.Relocations);
        int count = 0;
        while (!fault.Failed && walk.Next(out CoreRelocationSite site))
        {
            fault = Apply(ref session, resolver, site, ref session.Relocations[count], out CoreOutcome outcome);
            if (fault.Code == FaultCode.CoreAmbiguous)
                NameRivals(session, target, outcome);
            count += fault.Failed ? 0 : 1;
        }
        session.Relocations = session.Relocations[..count];
        if (!fault.Failed && walk.Fault.Failed)
        {
            fault = walk.Fault;
            ObjectFailure.Describe(session.Failure, fault);
        }
        return fault;
    }

    private static Fault Apply(
        scoped ref Session session, scoped in CoreResolver resolver, scoped in CoreRelocationSite site, ref RelocationRecord record,
        out CoreOutcome outcome)
    {
        outcome = default;
        record = default;
        record.Symbol = site.Function.Index;
        record.Index = site.Index;
        record.Instruction = site.Instruction;
        record.Kind = site.Relocation.Kind;
        Fault fault = session.Arena.Allocate(MaxTargetBytes, out Span<byte> text);
        if (fault.Failed)
        {
            ObjectFailure.Describe(session.Failure, fault);
            return fault;
        }
        int length = CoreTargetText.Write(session.Object.Types, site.Relocation, text).Length;
        record.SetTarget(session.Arena.Shrink(text, length));

        fault = resolver.Resolve(site.Relocation, out outcome);
        if (!fault.Failed)
        {
            int instruction = (int)(site.Relocation.InstructionOffset / CorePatcher.InstructionSize);
            fault = CorePatcher.Apply(session.Object.MutableData(site.Section), instruction, outcome, out record.Poisoned);
        }
        record.Value = outcome.Value;
        if (fault.Failed)
            Describe(session, record, fault);
        return fault;
    }

    /// <summary>Two drivers each have a type of that name: which those are, and what they give.</summary>
    private static void NameRivals(in Session session, in BtfReader target, in CoreOutcome outcome)
    {
        Utf8Writer message = session.Failure.Append().Text(": "u8);
        Rival(message, target, outcome.TargetType, outcome.Value);
        message.Text(", "u8);
        Rival(message, target, outcome.RivalType, outcome.RivalValue);
        message.Text("; a relocation of a member that only one of them has, before this one, settles which is meant"u8);
    }

    private static void Rival(Utf8Writer message, in BtfReader target, uint type, ulong value)
    {
        BtfType found = target.Type(type);
        PlainText.Write(message, target.Name(found));
        message.Text(" ["u8).Decimal(type).Byte((byte)']');
        if (found.IsComposite)
            message.Text(" of "u8).Decimal(found.SizeOrType).Text(" bytes"u8);
        message.Text(" gives "u8).Decimal(value);
    }

    private static void Describe(in Session session, in RelocationRecord record, Fault fault)
    {
        session.Failure.Set(ExitCode.RelocationFailed).Text("relocation #"u8).Decimal((uint)record.Index).Text(" of "u8)
            .Text(session.Object.Elf.Name(session.Object.Elf.Symbol(record.Symbol))).Text(" ("u8)
            .Text(CoreKindName.Of(record.Kind)).Byte((byte)' ').Text(record.Target).Text(") fails on kernel "u8)
            .Text(session.Release).Text(": "u8).Text(FaultText.Of(fault.Code));
    }

    private static void DescribeTypes(in Session session, Fault fault)
    {
        if (fault.Code is FaultCode.ArenaFull or FaultCode.ModuleTypesUnreadable)
        {
            session.Failure.Set(ExitCode.System, fault.Errno).Text("the kernel's types can't be looked through: "u8).Text(FaultText.Of(fault.Code));
            if (fault.Errno != 0)
                session.Failure.Append().Text(": "u8).Errno(fault.Errno);
            return;
        }
        session.Failure.Set(ExitCode.DamagedObject).Text("the BTF in "u8).Text(Origin(session)).Text(" is damaged: "u8)
            .Text(FaultText.Of(fault.Code)).Text("; give another one with --btf FILE"u8);
    }

    private static void DescribeMissing(ref Session session)
    {
        int errno = session.KernelTypes.Errno;
        if (session.TypesPath.Length != 0)
        {
            session.Failure.Set(ExitCode.NoBtf, errno).Text("the BTF file "u8).Text(session.TypesPath)
                .Text(" can't be read: "u8).Errno(errno);
            return;
        }
        Utf8Writer message = session.Failure.Set(ExitCode.NoBtf, errno).Text("no BTF for kernel "u8).Text(session.Release)
            .Text(": "u8).Text(KernelTypes.VmlinuxPath[..^1]).Text(" can't be read ("u8).Errno(errno)
            .Text("), none is on board for this release, and there is no vmlinux with BTF in /boot or /lib/modules"u8);
        message.Text("; give one with --btf FILE, or use a kernel with CONFIG_DEBUG_INFO_BTF"u8);
    }
}
