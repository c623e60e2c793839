// struct pt_regs as programs see it: arch/x86/include/asm/ptrace.h, arch/arm64/include/uapi/asm/ptrace.h (user_pt_regs),
// arch/arm/include/asm/ptrace.h of the Linux sources.

using System;
using Corewright.Bpf.Kernel;

namespace Corewright.Bpf.Links;

/// <summary>Where the kernel keeps a register, by the name that assemblers give it.</summary>
internal static class UsdtRegisters
{
    private const int Arm64StackPointer = 31;

    // One line for each member of the struct, in its order: the register's names for 64, 32, 16 and 8 bits. A slash ends each name.
    private static ReadOnlySpan<byte> X86Names =>
        """
        /r15/r15d/r15w/r15b/
        /r14/r14d/r14w/r14b/
        /r13/r13d/r13w/r13b/
        /r12/r12d/r12w/r12b/
        /rbp/ebp/bp/bpl/
        /rbx/ebx/bx/bl/
        /r11/r11d/r11w/r11b/
        /r10/r10d/r10w/r10b/
        /r9/r9d/r9w/r9b/
        /r8/r8d/r8w/r8b/
        /rax/eax/ax/al/
        /rcx/ecx/cx/cl/
        /rdx/edx/dx/dl/
        /rsi/esi/si/sil/
        /rdi/edi/di/dil/
        /orig_rax/
        /rip/eip/
        /cs/
        /eflags/
        /rsp/esp/sp/spl/

        """u8;

    // From the ninth on, they have names beside their numbers.
    private static ReadOnlySpan<byte> ArmNames =>
        """
        /sb/
        /sl/
        /fp/
        /ip/
        /sp/
        /lr/
        /pc/

        """u8;

    /// <summary>Bytes from the start of <c>struct pt_regs</c>.</summary>
    /// <param name="name">Such as <c>rax</c>, <c>x0</c>, <c>r0</c>.</param>
    /// <param name="architecture">Whose.</param>
    /// <returns>A negative number for a name that isn't known.</returns>
    public static int Offset(ReadOnlySpan<byte> name, MachineArchitecture architecture)
    {
        if (name.Length < 2)
            return -1;
        int number = Number(name[1..]);
        if (architecture == MachineArchitecture.X86_64)
            return 8 * Line(X86Names, name);
        if (architecture == MachineArchitecture.Armv7)
            return name[0] == 'r' && number is >= 0 and <= 15 ? 4 * number : Line(ArmNames, name) is var line and >= 0 ? 4 * (9 + line) : -1;
        if (name.SequenceEqual("sp"u8))
            return 8 * Arm64StackPointer;
        return name[0] is (byte)'x' or (byte)'w' && number is >= 0 and <= 30 ? 8 * number : -1;
    }

    private static int Number(ReadOnlySpan<byte> digits) =>
        ProbeTarget.TryParseNumber(digits, out ulong number) && number < 100 ? (int)number : -1;

    // The number of the line that has a name between two slashes.
    private static int Line(ReadOnlySpan<byte> lines, ReadOnlySpan<byte> name)
    {
        int line = 0;
        for (int at = 0; at < lines.Length; at++)
        {
            if (lines[at] == '\n')
                line++;
            else if (lines[at] == '/' && lines.Length - at > name.Length + 1 && lines[at + 1 + name.Length] == '/'
                && lines.Slice(at + 1, name.Length).SequenceEqual(name))
                return line;
        }
        return -1;
    }
}
