using System;
using Corewright.Bpf.Memory;

namespace Corewright.Loader;

/// <summary>The names of the exit codes, for <c>check --json</c> and <c>--help</c>.</summary>
internal static class ExitCodes
{
    /// <summary>The highest code but for <see cref="ExitCode.Internal"/>.</summary>
    public const ExitCode Last = ExitCode.Output;

    private static ReadOnlySpan<byte> Names =>
        """
        0 success
        2 usage
        3 no-privileges
        4 no-btf
        5 kernel-too-old
        6 no-tracefs
        7 verifier-refused
        8 relocation-failed
        9 damaged-object
        10 system
        11 output

        """u8;

    /// <summary>A name that stays the same: what <c>error.code</c> holds.</summary>
    public static ReadOnlySpan<byte> Name(ExitCode code) => NumberedText.Find(Names, (uint)code, "internal"u8);

    private static ReadOnlySpan<byte> Meanings =>
        """
        0 done, or stopped by SIGINT or SIGTERM
        2 the command line is wrong
        3 needs root, or the capabilities that the message names
        4 no BTF for this kernel
        5 the kernel lacks a feature
        6 tracefs is not mounted
        7 the verifier refuses a program
        8 a CO-RE relocation has no value on this kernel
        9 the object, BTF or payload is damaged
        10 the kernel refused for another reason
        11 standard output can't be written

        """u8;

    /// <summary>What it means, in a few words.</summary>
    public static ReadOnlySpan<byte> Meaning(ExitCode code) => NumberedText.Find(Meanings, (uint)code, "a fault of the loader itself"u8);
}
