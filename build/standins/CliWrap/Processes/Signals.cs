using System;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CliWrap.Processes;

internal static partial class Signals
{
    private const int Sigint = 2;

    /// <summary>Ends the process and everything that it started.</summary>
    public static void KillTree(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It was gone already.
        }
    }

    /// <summary>Asks the process, and only it, to end.</summary>
    public static void Interrupt(Process process)
    {
        try
        {
            if (!process.HasExited)
                _ = Kill(process.Id, Sigint);
        }
        catch (InvalidOperationException)
        {
            // It was gone already.
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
