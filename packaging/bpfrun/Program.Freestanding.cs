using System;
using System.Runtime;
using Corewright.Freestanding;

namespace Corewright.BpfRun;

/// <summary>bpfrun on the board: the payload, with its version, is linked in.</summary>
internal static unsafe partial class Program
{
    // The core library's start-up calls it.
    [RuntimeExport("cw_main")]
    private static int Main(int argc, byte** argv, byte** envp) => Run(argc, argv, envp);

    private static ReadOnlySpan<byte> PayloadBytes() => Image.Payload;
}
