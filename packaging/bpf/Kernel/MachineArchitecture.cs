namespace Corewright.Bpf.Kernel;

/// <summary>What the program at hand was compiled for. Says nothing about the kernel whose BTF is being read.</summary>
public enum MachineArchitecture
{
    /// <summary>64-bit x86.</summary>
    X86_64 = 0,

    /// <summary>64-bit Arm.</summary>
    Aarch64 = 1,

    /// <summary>32-bit Arm with the hard-float EABI.</summary>
    Armv7 = 2,
}
