// tgkill(2). On Linux a process's first thread has the process's number.

using System;
using System.Runtime.InteropServices;

namespace Corewright.Loader.Events;

// .NET has threads of its own that hold nothing back: a signal to the process would reach one of them, and end the program before its
// last events are printed. Such a one is passed on to the thread that reads it.
internal static unsafe partial class StopSignals
{
    private const int InterruptNumber = 2;
    private const int TerminateNumber = 15;

    // As long as these live, .NET asks them.
    private static PosixSignalRegistration[] s_registrations = [];

    static partial void HoldInOtherThreads() => s_registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => PassOn(context, HangupNumber)),
        PosixSignalRegistration.Create(PosixSignal.SIGINT, context => PassOn(context, InterruptNumber)),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => PassOn(context, TerminateNumber)),
    ];

    private static void PassOn(PosixSignalContext context, int signal) =>
        context.Cancel = SendToThread(Environment.ProcessId, Environment.ProcessId, signal) == 0;

    [DllImport("libc", EntryPoint = "tgkill", ExactSpelling = true)]
    private static extern int SendToThread(int process, int thread, int signal);
}
