using System.Collections.Generic;

namespace Corewright.Build.Packages;

/// <summary>What a package says about its loader's exit codes. The loader defines them; a test holds the two together.</summary>
internal static class LoaderExitCodes
{
    /// <summary>All codes, ascending. A permanent one comes again however often the loader is started.</summary>
    internal static IReadOnlyList<(int Code, bool IsPermanent, string Meaning)> All { get; } =
    [
        (0, false, "done, or stopped by SIGINT or SIGTERM"),
        (2, true, "the command line is wrong"),
        (3, true, "needs root, or the capabilities that the message names"),
        (4, true, "no BTF for this kernel"),
        (5, true, "the kernel lacks a feature"),
        (6, false, "tracefs is not mounted"),
        (7, true, "the verifier refuses a program"),
        (8, true, "a CO-RE relocation has no value on this kernel"),
        (9, true, "the object, BTF or payload is damaged"),
        (10, false, "the kernel refused for another reason"),
        (11, false, "standard output can't be written"),
        (70, true, "a fault of the loader itself"),
    ];
}
