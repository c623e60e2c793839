namespace Corewright.Build.Matrix;

/// <summary>The closed list of what a matrix cell can say.</summary>
public enum Verdict
{
    /// <summary>bpftool and the loader load it, all three resolvers agree, and the events are right.</summary>
    Pass,

    /// <summary>A relocation has no value on this kernel and no guard.</summary>
    RelocationFailed,

    /// <summary>libbpf (bpftool) does not load the object.</summary>
    LibbpfRefused,

    /// <summary>The kernel's verifier refuses a program that our loader hands it.</summary>
    VerifierRefused,

    /// <summary>Our loader fails at another stage.</summary>
    LoaderFailed,

    /// <summary>The resolvers disagree; all values are shown.</summary>
    ResolversDisagree,

    /// <summary>An event differs from what the process really was.</summary>
    EventsWrong,

    /// <summary>The guest never gave a complete answer: not the object's fault, tried again, and reported as such.</summary>
    Infrastructure,
}
