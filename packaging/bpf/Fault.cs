namespace Corewright.Bpf;

/// <summary>
/// A failure as a value: what, while doing what, at which item, and what the kernel answered. One word of eight bytes, since nearly
/// every method returns one; the sentence is made only when it is printed (<see cref="FaultText"/>).
/// </summary>
public readonly struct Fault
{
    // From the lowest bit: the code, the stage, the kernel's error number (at most 4095, include/linux/err.h), the index.
    private const int StageShift = 16, ErrnoShift = 20, IndexShift = 32;
    private const uint StageMask = 0xf, ErrnoMask = 0xfff;

    private readonly ulong _bits;

    /// <summary>A fault.</summary>
    /// <param name="code">What went wrong; with <see cref="FaultCode.None"/> it is no fault, whatever else is said.</param>
    /// <param name="index">Which item; each code says of what.</param>
    /// <param name="errno">The kernel's error number, positive; 0 where no system call was involved.</param>
    /// <param name="stage">What was being done.</param>
    public Fault(FaultCode code, int index = 0, int errno = 0, FaultStage stage = FaultStage.None) =>
        _bits = ((ulong)(uint)index << IndexShift) | (((uint)errno & ErrnoMask) << ErrnoShift) | ((uint)stage << StageShift) | (uint)code;

    private Fault(ulong bits) => _bits = bits;

    /// <summary>No fault.</summary>
    public static Fault None => default;

    /// <summary>What went wrong; <see cref="FaultCode.None"/> if nothing did.</summary>
    public FaultCode Code => (FaultCode)_bits;

    /// <summary>What was being done.</summary>
    public FaultStage Stage => (FaultStage)((uint)(_bits >> StageShift) & StageMask);

    /// <summary>Which item; each code says of what.</summary>
    public int Index => (int)(_bits >> IndexShift);

    /// <summary>The kernel's error number, positive; 0 where no system call was involved.</summary>
    public int Errno => (int)((uint)(_bits >> ErrnoShift) & ErrnoMask);

    /// <summary>Whether something went wrong.</summary>
    public bool Failed => _bits != 0;

    /// <summary>The same fault with what was being done, unless that was said already.</summary>
    /// <param name="stage">What was being done.</param>
    public Fault During(FaultStage stage) =>
        !Failed || Stage != FaultStage.None ? this : new Fault(_bits | ((uint)stage << StageShift));

    /// <summary>The same fault at another item.</summary>
    /// <param name="index">Which item.</param>
    public Fault At(int index) => Failed ? new Fault(((ulong)(uint)index << IndexShift) | (uint)_bits) : this;
}
