using System.Collections.Generic;
using Corewright.Build.Matrix.Programs.Execwatch;

namespace Corewright.Build.Matrix.Programs;

/// <summary>The programs that are proved by more than what all are.</summary>
internal static class ProgramProofs
{
    private static readonly ProgramProof s_common = new();

    private static readonly Dictionary<string, ProgramProof> s_own = new()
    {
        // Debian's libc for armv7 is Thumb code.
        ["dnslat"] = new ProgramProof { Refusals = new Dictionary<string, string> { ["armv7"] = "it is Thumb code" } },
        ["execwatch"] = new ExecwatchProof(),
        ["flowmeter"] = new ProgramProof { Arguments = ["--interface", "lo", "--interval", "1"], Modules = ["sch_ingress", "cls_bpf"] },
        ["xdpwall"] = new ProgramProof { Arguments = ["--interface", "lo:generic", "--deny", "192.0.2.0/24", "--interval", "1"] },
    };

    /// <summary>How a program is proved.</summary>
    public static ProgramProof Of(string program) => s_own.GetValueOrDefault(program, s_common);
}
