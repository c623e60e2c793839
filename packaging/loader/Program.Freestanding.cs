using System;
using System.Runtime;
using Corewright.Freestanding;

namespace Corewright.Loader;

/// <summary>The loader on the board: the payload is linked in.</summary>
internal static unsafe partial class Program
{
    // The core library's start-up calls it.
    [RuntimeExport("cw_main")]
    private static int Main(int argc, byte** argv, byte** envp) => Run(argc, argv, envp);

    static partial void Freeze() => Arena.Freeze();

    private static ReadOnlySpan<byte> PayloadBytes() => Image.Payload;
}
