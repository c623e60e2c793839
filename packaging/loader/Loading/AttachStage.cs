using System;
using Corewright.Bpf;
using Corewright.Bpf.Links;
using Corewright.Bpf.Maps;
using Corewright.Bpf.Programs;
using Corewright.Loader.Output;

namespace Corewright.Loader.Loading;

/// <summary>Attaches the loaded programs to what their sections' names say.</summary>
internal static class AttachStage
{
    private const int DetailBytes = 512;

    /// <summary>Attaches every program that is loaded. On failure those that are attached stay so until the session ends.</summary>
    /// <param name="session">A session whose programs are loaded; has the links afterwards.</param>
    /// <returns>Whether all are attached.</returns>
    public static bool Run(scoped ref Session session)
    {
        for (int i = 0; i < session.Object.Programs.Length; i++)
        {
            ReadOnlySpan<byte> target = session.Object.Target(session.Object.Programs[i]);
            if (session.Object.Programs[i].Fd != ProgramSpec.NotLoaded && !Attach(ref session, i, target))
                return false;
        }
        return true;
    }

    /// <summary>Attaches one program; one that others call through an array of programs need not say where to.</summary>
    /// <param name="session">A session whose programs are loaded; has the links afterwards.</param>
    /// <param name="index">The program's number.</param>
    /// <param name="target">Where to.</param>
    /// <param name="processId">The only process to watch, or -1 for all.</param>
    /// <param name="cookie">What the program can ask for; 0 for nothing.</param>
    /// <returns>Whether it is attached.</returns>
    public static bool Attach(scoped ref Session session, int index, ReadOnlySpan<byte> target, int processId = -1, ulong cookie = 0)
    {
        if (Features.MapRelations && target.Length == 0 && MapFilling.IsCalled(session.Object, index))
            return true;
        Span<byte> detail = stackalloc byte[DetailBytes];
        var request = new AttachRequest(ref session.Arena, ref session.Links, detail)
        {
            Object = session.Object,
            Index = index,
            Target = target,
            ProcessId = processId,
            Cookie = cookie,
            WithoutLinks = session.WithoutLinks,
        };
        Fault fault = Attaching.Attach(ref request);
        if (fault.Failed)
            Describe(session, request, fault);
        return !fault.Failed;
    }

    private static void Describe(in Session session, in AttachRequest request, Fault fault)
    {
        switch (fault.Code)
        {
            case FaultCode.TracefsNotMounted:
                session.Failure.Set(ExitCode.NoTracefs)
                    .Text("tracefs is not mounted; run: mount -t tracefs tracefs /sys/kernel/tracing"u8);
                return;
            case FaultCode.TracepointMissing:
                session.Failure.Set(ExitCode.KernelTooOld, fault.Errno).Text("kernel "u8).Text(session.Release)
                    .Text(" has no tracepoint "u8).Text(request.Target).Text(", which program "u8).Text(request.ProgramName)
                    .Text(" needs; one that has it is needed"u8);
                return;
            case FaultCode.LsmInactive when Features.Lsm:
                Utf8Writer message = session.Failure.Set(ExitCode.KernelTooOld).Text("kernel "u8).Text(session.Release)
                    .Text(" runs no BPF programs as security hooks, which program "u8).Text(request.ProgramName).Text(" needs; "u8);
                PlainText.Write(message, request.Detail);
                return;
            case FaultCode.FeatureMissing:
                MissingFeature.Describe(session, fault, "program"u8, request.ProgramName);
                return;
            default:
                DescribeRefusal(session, request, fault);
                return;
        }
    }

    private static void DescribeRefusal(in Session session, in AttachRequest request, Fault fault)
    {
        bool refused = Privileges.IsRefusal(fault.Errno);
        bool mistaken = fault.Code is FaultCode.AttachTargetMissing or FaultCode.AttachTargetMalformed
            or FaultCode.ProbeTargetMalformed or FaultCode.PerfEventUnknown or FaultCode.XdpOffloadUnsupported;
        bool tooOld = fault.Code is FaultCode.KernelFunctionMissing or FaultCode.BinaryThumbCode;
        Utf8Writer message = session.Failure
            .Set(refused ? ExitCode.NoPrivileges : mistaken ? ExitCode.Usage : tooOld ? ExitCode.KernelTooOld : ExitCode.System, fault.Errno)
            .Text("program "u8).Text(request.ProgramName).Text(" can't be attached"u8);
        if (request.Target.Length != 0)
            PlainText.Write(message.Text(" to "u8), request.Target);
        if (refused)
        {
            Privileges.DescribeAttaching(message, fault.Errno);
        }
        else
        {
            if (fault.Code != FaultCode.AttachRefused)
                message.Text(": "u8).Text(FaultText.Of(fault.Code));
            if (fault.Code == FaultCode.AttachTargetMalformed)
                PlainText.Write(message.Text(", from here on: "u8), request.Target[Math.Min(fault.Index, request.Target.Length)..]);
            if (fault.Errno != 0)
                message.Text(": "u8).Errno(fault.Errno);
        }
        if (request.DetailLength != 0)
            PlainText.Write(message.Text("; "u8), request.Detail);
    }
}
