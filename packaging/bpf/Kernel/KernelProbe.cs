using System;
using System.Buffers.Binary;

namespace Corewright.Bpf.Kernel;

/// <summary>Asks the running kernel what it can do by trying it.</summary>
internal static unsafe class KernelProbe
{
    private const uint TracepointProgram = 5;
    private const int GetAttachCookie = 174; // BPF_FUNC_get_attach_cookie

    /// <summary>Whether a program can ask for the number that it was attached with (v5.15).</summary>
    public static bool HasCookies()
    {
        // call bpf_get_attach_cookie; exit
        Span<byte> code = stackalloc byte[16];
        code.Clear();
        code[0] = 0x85;
        BinaryPrimitives.WriteInt32LittleEndian(code[4..], GetAttachCookie);
        code[8] = 0x95;
        ReadOnlySpan<byte> license = "GPL\0"u8;
        fixed (byte* instructions = code, licenseStart = license)
        {
            ProgramLoadAttributes attributes = default;
            attributes.ProgramType = TracepointProgram;
            attributes.Instructions = (ulong)instructions;
            attributes.InstructionCount = 2;
            attributes.License = (ulong)licenseStart;
            int fd = BpfCall.LoadProgram(&attributes);
            if (fd >= 0)
                Syscall.Close(fd);
            return fd >= 0;
        }
    }

    /// <summary>Whether system calls take their arguments from a struct of registers (x86_64 v4.17, aarch64 v4.19; not on armv7).</summary>
    public static bool HasSystemCallWrappers()
    {
        Span<byte> buffer = stackalloc byte[KernelSymbols.BufferBytes];
        int result = KernelSymbols.Open(buffer, out KernelSymbols symbols);
        bool found = false;
        while (result >= 0 && !found && symbols.Next())
            found = symbols.Name.SequenceEqual("__x64_sys_bpf"u8) || symbols.Name.SequenceEqual("__arm64_sys_bpf"u8);
        symbols.Dispose();
        return found;
    }
}
