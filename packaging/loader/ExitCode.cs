namespace Corewright.Loader;

/// <summary>What the loader's exit status means. Numbers are never reused; <c>--help</c> prints this table.</summary>
internal enum ExitCode
{
    /// <summary>Everything asked for was done; also after SIGINT, SIGTERM, and when the reader of the output went away.</summary>
    Success = 0,

    /// <summary>The command line is wrong.</summary>
    Usage = 2,

    /// <summary>The kernel refuses for want of privileges; the message names the capabilities that would do.</summary>
    NoPrivileges = 3,

    /// <summary>No BTF describes the running kernel: it has none, and none is on board for it.</summary>
    NoBtf = 4,

    /// <summary>The kernel lacks something that the program needs.</summary>
    KernelTooOld = 5,

    /// <summary>tracefs is not mounted.</summary>
    NoTracefs = 6,

    /// <summary>The kernel's verifier refuses a program.</summary>
    VerifierRefused = 7,

    /// <summary>A CO-RE relocation has no value on this kernel.</summary>
    RelocationFailed = 8,

    /// <summary>The object, the BTF or the payload is not what it should be.</summary>
    DamagedObject = 9,

    /// <summary>The kernel ran out of something, or refused for another reason; the message has its error number.</summary>
    System = 10,

    /// <summary>Standard output, or a file that was asked for, can't be written; or nobody reads it, and something is lost.</summary>
    Output = 11,

    /// <summary>A fault of the loader itself: EX_SOFTWARE of sysexits.h, which a failed bounds check ends with, too.</summary>
    Internal = 70,
}
