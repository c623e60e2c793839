// On the board: the stub of packaging/corlib/<architecture>/syscall.s.

using Corewright.Freestanding;

namespace Corewright.Bpf.Kernel;

public static unsafe partial class Syscall
{
    // The three architectures' numbering in the assembly follows MachineArchitecture.
    private static MachineArchitecture CurrentArchitecture() => (MachineArchitecture)Platform.Architecture();

    private static nint Enter(int number, nint a, nint b, nint c, nint d, nint e, nint f) =>
        Platform.Syscall(number, a, b, c, d, e, f);
}
