using System;
using Corewright.Bpf;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Programs;
using Corewright.Loader.Output;

namespace Corewright.Loader.Loading;

/// <summary>Links the programs and hands them to the verifier.</summary>
internal static class ProgramStage
{
    /// <summary>Puts the functions of each program that is to be loaded together.</summary>
    /// <returns>Whether all of them are whole.</returns>
    public static bool Link(ref Session session)
    {
        foreach (ref ProgramSpec program in session.Object.Programs)
        {
            if (!program.Selected)
                continue;
            Fault fault = ProgramLinker.Link(session.Object, ref program, ref session.Arena);
            if (!fault.Failed)
            {
                // Only for the verifier's log; a program is as good without.
                if (session.TypesFd >= 0)
                    SourceInfo.Read(session.Object, ref program, ref session.Arena);
                continue;
            }
            Utf8Writer message = session.Failure.Set(ExitCode.DamagedObject).Text("program "u8)
                .Text(session.Object.Name(program)).Text(" can't be linked: "u8).Text(FaultText.Of(fault.Code));
            if (fault.Code == FaultCode.ProgramUndefinedSymbol)
                message.Text(" ("u8).Text(session.Object.Elf.Name(session.Object.Elf.Symbol(fault.Index))).Byte((byte)')');
            else
                message.Text(" (instruction "u8).Decimal((uint)fault.Index).Text(" of its section)"u8);
            return false;
        }
        return true;
    }

    /// <summary>Loads one program.</summary>
    /// <param name="session">The session; a failure that is set already stays.</param>
    /// <param name="index">Which program.</param>
    /// <param name="log">The verifier's log, if it refuses; to be disposed.</param>
    /// <param name="text">What the log says.</param>
    /// <returns>The kernel's errno, positive; 0 where it was loaded.</returns>
    public static int Load(scoped ref Session session, int index, out MappedMemory log, out ReadOnlySpan<byte> text)
    {
        log = default;
        text = default;
        ref ProgramSpec program = ref session.Object.Programs[index];
        ReadOnlySpan<byte> name = session.Object.Name(program);
        Fault fault = ProgramLoading.Load(ref program, name, session.Object.License, session.TypesFd);
        if (!fault.Failed)
            return 0;
        if (fault.Errno != Errno.NotPermitted)
            text = ProgramLoading.ReadLog(program, name, session.Object.License, session.TypesFd, out log);
        if (!session.Failure.IsSet)
            Describe(session, program, fault.Errno, text);
        return fault.Errno;
    }

    private static void Describe(in Session session, in ProgramSpec program, int errno, ReadOnlySpan<byte> log)
    {
        ReadOnlySpan<byte> name = session.Object.Name(program);
        if (errno == Errno.NotPermitted)
        {
            Privileges.Describe(
                session.Failure.Set(ExitCode.NoPrivileges, errno).Text("the kernel does not let this user load program "u8).Text(name),
                errno);
            return;
        }
        KernelFeature missing = log.Length == 0 && errno == Errno.Invalid ? UnknownKind(program) : KernelFeature.None;
        if (missing == KernelFeature.None && errno == Errno.Invalid && MayBeUnknown)
            missing = TracingProgramFeature.Of(program, log);
        if (Features.Sleepable && missing == KernelFeature.None && errno == Errno.Invalid)
            missing = SleepableProgram.Missing(program, log);
        if (Features.Sockets && missing == KernelFeature.None)
            missing = NetworkProgramFeature.Unheeded(program, session.Release);
        if (missing != KernelFeature.None)
        {
            MissingFeature.Describe(session, new Fault(FaultCode.FeatureMissing, (int)missing, errno), "program"u8, name);
            return;
        }
        if (log.Length == 0)
        {
            session.Failure.Set(ExitCode.System, errno).Text("the kernel does not load program "u8).Text(name).Text(": "u8)
                .Errno(errno);
            return;
        }
        VerifierLog verdict = VerifierLog.Read(log);
        if (PoisonedInstruction.TryFind(verdict, out int instruction))
        {
            DescribePoisoned(session, program, instruction, errno);
            return;
        }
        if (Features.Externs && MissingFunction.TryFind(verdict, session.Object.Externs.Length, out int function))
        {
            Utf8Writer about = session.Failure.Set(ExitCode.KernelTooOld, errno).Text("kernel "u8).Text(session.Release)
                .Text(" has no function "u8).Text(session.Object.Elf.Name(session.Object.Elf.Symbol(session.Object.Externs[function].Symbol)));
            DescribeCall(about, session, program, verdict.Instruction);
            return;
        }
        if (MissingFunction.TryFindHelper(verdict, out uint helper))
        {
            Utf8Writer about = session.Failure.Set(ExitCode.KernelTooOld, errno).Text("kernel "u8).Text(session.Release)
                .Text(" has no helper #"u8).Decimal(helper);
            DescribeCall(about, session, program, verdict.Instruction);
            return;
        }
        Utf8Writer message = session.Failure.Set(ExitCode.VerifierRefused, errno).Text("the verifier of kernel "u8)
            .Text(session.Release).Text(" refuses program "u8).Text(name).Text(" ("u8).Errno(errno).Byte((byte)')');
        VerifierSummary.WritePlace(message, session, program, verdict.Instruction);
        ReadOnlySpan<byte> reason = VerifierSummary.FirstReason(verdict);
        if (reason.Length != 0)
            PlainText.Write(message.Text(": "u8), reason);
        else
            message.Text("; its log says why"u8);
    }

    private const bool MayBeUnknown = Features.Syscall || Features.Freplace || Features.StructOps || Features.Lsm || Features.Callbacks;

    // A kernel that doesn't know a kind of program refuses it before the verifier sees it.
    private static KernelFeature UnknownKind(in ProgramSpec program) =>
        Features.Xdp || Features.Cgroup || Features.Sockets || Features.Netfilter ? NetworkProgramFeature.Of(program) : KernelFeature.None;

    private static void DescribeCall(Utf8Writer message, in Session session, in ProgramSpec program, int instruction)
    {
        message.Text(", which program "u8).Text(session.Object.Name(program)).Text(" calls"u8);
        VerifierSummary.WritePlace(message, session, program, instruction);
        message.Text("; guard it with a check that it exists"u8);
    }

    private static void DescribePoisoned(in Session session, in ProgramSpec program, int instruction, int errno)
    {
        Utf8Writer message = session.Failure.Set(ExitCode.RelocationFailed, errno).Text("program "u8)
            .Text(session.Object.Name(program)).Text(" needs what kernel "u8).Text(session.Release).Text(" does not have: "u8);
        if (!VerifierSummary.WriteRelocation(message, session, program, instruction))
            message.Text("a CO-RE relocation without a value"u8);
        VerifierSummary.WritePlace(message, session, program, instruction);
        message.Text("; guard it with a check that it exists"u8);
    }
}
