using System;

namespace Corewright.Loader;

/// <summary>The names of the exit codes, for <c>check --json</c> and <c>--help</c>.</summary>
internal static class ExitCodes
{
    /// <summary>The highest code but for <see cref="ExitCode.Internal"/>.</summary>
    public const ExitCode Last = ExitCode.Output;

    /// <summary>A name that stays the same: what <c>error.code</c> holds.</summary>
    public static ReadOnlySpan<byte> Name(ExitCode code) => code switch
    {
        ExitCode.Success => "success"u8,
        ExitCode.Usage => "usage"u8,
        ExitCode.NoPrivileges => "no-privileges"u8,
        ExitCode.NoBtf => "no-btf"u8,
        ExitCode.KernelTooOld => "kernel-too-old"u8,
        ExitCode.NoTracefs => "no-tracefs"u8,
        ExitCode.VerifierRefused => "verifier-refused"u8,
        ExitCode.RelocationFailed => "relocation-failed"u8,
        ExitCode.DamagedObject => "damaged-object"u8,
        ExitCode.System => "system"u8,
        ExitCode.Output => "output"u8,
        _ => "internal"u8,
    };

    /// <summary>What it means, in a few words.</summary>
    public static ReadOnlySpan<byte> Meaning(ExitCode code) => code switch
    {
        ExitCode.Success => "done, or stopped by SIGINT or SIGTERM"u8,
        ExitCode.Usage => "the command line is wrong"u8,
        ExitCode.NoPrivileges => "needs root, or the capabilities that the message names"u8,
        ExitCode.NoBtf => "no BTF for this kernel"u8,
        ExitCode.KernelTooOld => "the kernel lacks a feature"u8,
        ExitCode.NoTracefs => "tracefs is not mounted"u8,
        ExitCode.VerifierRefused => "the verifier refuses a program"u8,
        ExitCode.RelocationFailed => "a CO-RE relocation has no value on this kernel"u8,
        ExitCode.DamagedObject => "the object, BTF or payload is damaged"u8,
        ExitCode.System => "the kernel refused for another reason"u8,
        ExitCode.Output => "standard output can't be written"u8,
        _ => "a fault of the loader itself"u8,
    };
}
