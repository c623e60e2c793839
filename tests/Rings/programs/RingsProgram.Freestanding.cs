using System;
using System.Runtime;
using Corewright.Bpf;
using Corewright.Bpf.Memory;
using Corewright.Bpf.Object;
using Corewright.Tests.Maps;

namespace Corewright.Tests.Rings;

/// <summary>
/// <c>rings perf OBJECT</c> and <c>rings user OBJECT</c>: reads what the programs of an object write, or has them read, and prints what
/// comes of it. The test knows what should.
/// </summary>
internal static unsafe class RingsProgram
{
    [RuntimeExport("cw_main")]
    private static int Run(int argc, byte** argv, byte** envp)
    {
        if (argc != 3)
            return 2;
        Fault fault = LoadedObject.Open(argv[2], out Arena arena, out ObjectFile opened);
        if (!fault.Failed)
            fault = LoadedObject.Create(ref opened, out _);
        if (!fault.Failed)
            fault = LoadedObject.Load(ref opened, ref arena);
        Output.Line("load"u8, (long)fault.Code, fault.Index, fault.Errno);
        if (fault.Failed)
            return 1;
        return argv[1][0] == 'p' ? PerfBuffers.Run(ref opened, ref arena) : UserRing.Run(ref opened, ref arena);
    }
}
