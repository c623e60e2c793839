using System;
using Corewright.Bpf;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Externs;
using Corewright.Bpf.Maps;
using Corewright.Bpf.Memory;
using Corewright.Bpf.Programs;
using Corewright.Loader.Output;

namespace Corewright.Loader.Loading;

/// <summary>Finds in the kernel's own BTF what programs attach to by type, and what the object's externs stand for.</summary>
internal static unsafe class TargetStage
{
    /// <summary>Whether this loader was built for an object that needs any of this.</summary>
    public const bool IsBuiltIn = Features.Externs || Features.Tracing || Features.Lsm || Features.Iterator || Features.StructOps;

    /// <summary>Resolves everything.</summary>
    /// <param name="session">A session whose object is read and relocated.</param>
    /// <param name="relocated">The BTF that it was relocated against, if that is the kernel's own; without types otherwise.</param>
    /// <param name="scratch">Memory for more BTF.</param>
    /// <returns>Whether nothing is missing.</returns>
    public static bool Run(ref Session session, scoped in BtfReader relocated, scoped ref Arena scratch)
    {
        if (!IsNeeded(session))
            return true;
        BtfReader kernel = relocated;
        KernelTypes own = default;
        // Numbers of types are good for this very BTF only, whatever --btf says.
        if (session.KernelTypes.Source != KernelTypesSource.Kernel)
        {
            kernel = default;
            own = KernelTypes.Find(null, default, session.Release, default);
            if (own.Source == KernelTypesSource.Kernel && BtfReader.Open(own.Bytes, ref scratch, out BtfReader opened) is { Failed: false })
                kernel = opened;
        }
        bool resolved = Resolve(ref session, kernel, ref scratch);
        own.Dispose();
        return resolved;
    }

    private static bool IsNeeded(in Session session)
    {
        bool needed = session.Object.Externs.Length != 0;
        foreach (ref ProgramSpec program in session.Object.Programs)
            needed |= program.Selected && (AttachTarget.IsNeeded(program) || (Features.StructOps && program.Attach == AttachKind.StructOps));
        return needed;
    }

    private static bool Resolve(ref Session session, scoped in BtfReader kernel, scoped ref Arena scratch)
    {
        if (Features.Externs && !ResolveExterns(ref session, kernel, ref scratch))
            return false;
        if (Features.StructOps && !LayOutStructs(session, kernel, ref session.Arena))
            return false;
        for (int i = 0; i < session.Object.Programs.Length; i++)
        {
            ref ProgramSpec program = ref session.Object.Programs[i];
            if (!program.Selected || !AttachTarget.IsNeeded(program))
                continue;
            ReadOnlySpan<byte> target = Target(session, program);
            Fault fault = AttachTarget.Find(ref program, target, kernel, ref scratch);
            if (!fault.Failed)
                continue;
            Describe(session, program, target, fault);
            return false;
        }
        return true;
    }

    // Where a cgroup's security hook attaches is another matter than which hook it is.
    private static ReadOnlySpan<byte> Target(in Session session, in ProgramSpec program)
    {
        if (program.Attach != AttachKind.Cgroup)
            return session.Object.Target(program);
        ProgramSection.TryParse(session.Object.SectionName(program), out ProgramSection section);
        return section.Target;
    }

    private static bool ResolveExterns(ref Session session, scoped in BtfReader kernel, scoped ref Arena scratch)
    {
        Fault fault = session.Arena.Allocate(ExternResolver.ModuleRoom(session.Object.Externs), out Span<int> modules);
        if (!fault.Failed)
        {
            modules.Clear();
            session.ModuleTypes = modules;
            fault = ExternResolver.Resolve(session.Object, kernel, session.Release, ref scratch, modules);
        }
        if (fault.Failed)
            ExternFailure.Describe(session, fault, kernel.TypeCount > 1);
        fixed (int* start = modules)
        {
            foreach (ref ProgramSpec program in session.Object.Programs)
                program.ModuleFds = modules.Length > 1 && modules[1] != 0 ? start : null;
        }
        return !fault.Failed;
    }

    private static bool LayOutStructs(in Session session, scoped in BtfReader kernel, scoped ref Arena arena)
    {
        for (int i = 0; i < session.Object.Maps.Length; i++)
        {
            if (session.Object.Maps[i].Type != MapType.StructOps)
                continue;
            Fault fault = StructOpsLayout.Build(session.Object, i, kernel, ref arena, out ReadOnlySpan<byte> member);
            if (!fault.Failed)
                continue;
            ReadOnlySpan<byte> name = session.Object.Name(session.Object.Maps[i]);
            if (fault.Code == FaultCode.FeatureMissing)
            {
                MissingFeature.Describe(session, fault, "map"u8, name);
                return false;
            }
            bool differs = fault.Code == FaultCode.StructOpsMemberDiffers;
            Utf8Writer message = session.Failure.Set(differs ? ExitCode.KernelTooOld : ExitCode.DamagedObject).Text("map "u8).Text(name)
                .Text(" sets "u8).Text(session.Object.Types.Name(session.Object.Types.Type(session.Object.Maps[i].StructType))).Byte((byte)'.');
            PlainText.Write(message, member);
            message.Text(": "u8).Text(FaultText.Of(fault.Code));
            return false;
        }
        return true;
    }

    private static void Describe(in Session session, in ProgramSpec program, ReadOnlySpan<byte> target, Fault fault)
    {
        ReadOnlySpan<byte> name = session.Object.Name(program);
        if (fault.Code == FaultCode.FeatureMissing)
        {
            MissingFeature.Describe(session, fault, "program"u8, name);
            return;
        }
        if (fault.Code == FaultCode.AttachTargetMissing)
        {
            session.Failure.Set(ExitCode.Usage).Text("program "u8).Text(name).Text(" can't be loaded: it is not said what it attaches to"u8);
            return;
        }
        ExitCode code = fault.Code == FaultCode.AttachTargetUnknown ? ExitCode.KernelTooOld : ExitCode.System;
        Utf8Writer message = session.Failure.Set(code, fault.Errno).Text("kernel "u8).Text(session.Release).Text(" has no "u8)
            .Text(What(program)).Byte((byte)' ');
        PlainText.Write(message, target);
        message.Text(" in its BTF, which program "u8).Text(name).Text(" needs"u8);
        if (code != ExitCode.KernelTooOld)
            message.Text(": "u8).Text(FaultText.Of(fault.Code));
    }

    private static ReadOnlySpan<byte> What(in ProgramSpec program)
    {
        if (program.Type == ProgramType.Lsm)
            return "security hook"u8;
        if (program.Attach == AttachKind.Iterator)
            return "iterator"u8;
        return program.ExpectedAttach == AttachType.TraceRawTracepoint ? "tracepoint"u8 : "function"u8;
    }
}
