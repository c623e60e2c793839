namespace Corewright.Bpf;

/// <summary>
/// A failure as a value: what, while doing what, at which item, and what the kernel answered. Twelve bytes; the sentence is
/// made only when it is printed (<see cref="FaultText"/>).
/// </summary>
public readonly struct Fault
{
    /// <summary>A fault.</summary>
    /// <param name="code">What went wrong.</param>
    /// <param name="index">Which item; each code says of what.</param>
    /// <param name="errno">The kernel's error number, positive; 0 where no system call was involved.</param>
    /// <param name="stage">What was being done.</param>
    public Fault(FaultCode code, int index = 0, int errno = 0, FaultStage stage = FaultStage.None)
    {
        Code = code;
        Stage = stage;
        Index = index;
        Errno = errno;
    }

    /// <summary>No fault.</summary>
    public static Fault None => default;

    /// <summary>What went wrong; <see cref="FaultCode.None"/> if nothing did.</summary>
    public FaultCode Code { get; }

    /// <summary>What was being done.</summary>
    public FaultStage Stage { get; }

    /// <summary>Which item; each code says of what.</summary>
    public int Index { get; }

    /// <summary>The kernel's error number, positive; 0 where no system call was involved.</summary>
    public int Errno { get; }

    /// <summary>Whether something went wrong.</summary>
    public bool Failed => Code != FaultCode.None;

    /// <summary>The same fault with what was being done, unless that was said already.</summary>
    /// <param name="stage">What was being done.</param>
    public Fault During(FaultStage stage) =>
        Code == FaultCode.None || Stage != FaultStage.None ? this : new Fault(Code, Index, Errno, stage);

    /// <summary>The same fault at another item.</summary>
    /// <param name="index">Which item.</param>
    public Fault At(int index) => Code == FaultCode.None ? this : new Fault(Code, index, Errno, Stage);
}
