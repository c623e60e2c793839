using System;
using Corewright.Bpf;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Programs;
using Corewright.Loader.Output;

namespace Corewright.Loader.Loading;

/// <summary>Finds the function that a freplace program takes the place of.</summary>
internal static class ReplacementStage
{
    /// <summary>Whether a program takes the place of a function; such programs are loaded after all others.</summary>
    public static bool IsFor(in ProgramSpec program) => Features.Freplace && program.Attach == AttachKind.Freplace;

    /// <summary>Finds the function.</summary>
    /// <param name="session">A session whose other programs are loaded; a failure that is set already stays.</param>
    /// <param name="index">The program's number.</param>
    /// <returns>0, or an errno, positive, where it isn't there: ENOENT if the kernel wasn't asked.</returns>
    public static int Run(ref Session session, int index)
    {
        ref ProgramSpec program = ref session.Object.Programs[index];
        ReadOnlySpan<byte> target = session.Object.Target(program);
        Fault fault = ReplacedFunction.Find(session.Object, ref program, target);
        if (!fault.Failed)
            return 0;
        int errno = fault.Errno == 0 ? Errno.NoEntry : fault.Errno;
        if (session.Failure.IsSet)
            return errno;
        bool refused = Privileges.IsRefusal(fault.Errno);
        Utf8Writer message = session.Failure.Set(refused ? ExitCode.NoPrivileges : ExitCode.Usage, fault.Errno).Text("program "u8)
            .Text(session.Object.Name(program)).Text(" can't replace "u8);
        PlainText.Write(message, target);
        message.Text(": "u8).Text(fault.Code == FaultCode.AttachTargetUnknown ? "no loaded program has this function"u8 : FaultText.Of(fault.Code));
        if (fault.Errno is not (0 or Errno.NoEntry))
            message.Text(" ("u8).Errno(fault.Errno).Byte((byte)')');
        return errno;
    }
}
