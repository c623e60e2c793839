using Corewright.Bpf.Btf;

namespace Corewright.Bpf.Core;

/// <summary>What became of one relocation on one kernel.</summary>
public struct CoreOutcome
{
    /// <summary>What was asked for.</summary>
    public CoreKind Kind { get; internal set; }

    /// <summary>
    /// Whether there is no value: the instruction becomes one that the verifier refuses, unless a guard makes it unreachable.
    /// </summary>
    public bool Poisoned { get; internal set; }

    /// <summary>The kernel's value; 0 if <see cref="Poisoned"/>.</summary>
    public ulong Value { get; internal set; }

    /// <summary>What the compiler put into the instruction.</summary>
    public ulong LocalValue { get; internal set; }

    /// <summary>Whether the instruction has to hold <see cref="LocalValue"/>; compilers are free in some cases.</summary>
    public bool ChecksLocalValue { get; internal set; }

    /// <summary>The kernel's type that was chosen; 0 if none matches.</summary>
    public uint TargetType { get; internal set; }

    /// <summary>Bytes that a load of the local field has; 0 where that does not apply.</summary>
    public uint LocalSize { get; internal set; }

    /// <summary>Bytes that a load of the kernel's field needs; 0 where that does not apply.</summary>
    public uint TargetSize { get; internal set; }

    /// <summary>
    /// Whether a load or store can't be given another width without changing the value that is read: its instruction is
    /// poisoned. An instruction that only takes the offset is not concerned.
    /// </summary>
    public bool WidthDiffers { get; internal set; }

    /// <summary>With <see cref="FaultCode.CoreAmbiguous"/>: the other kernel type that matches; 0 otherwise.</summary>
    public uint RivalType { get; internal set; }

    /// <summary>With <see cref="FaultCode.CoreAmbiguous"/>: the value that <see cref="RivalType"/> would give.</summary>
    public ulong RivalValue { get; internal set; }
}
