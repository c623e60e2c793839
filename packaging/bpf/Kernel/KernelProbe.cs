using System;
using System.Buffers.Binary;

namespace Corewright.Bpf.Kernel;

/// <summary>Asks the running kernel what it can do by trying it.</summary>
internal static unsafe class KernelProbe
{
    private const uint TracepointProgram = 5;
    private const int MaxLogBytes = 4096;
    private const int GetAttachCookie = 174; // BPF_FUNC_get_attach_cookie

    /// <summary>Whether a program can ask for the number that it was attached with (v5.15).</summary>
    public static bool HasCookies() => HasHelper(GetAttachCookie);

    /// <summary>Whether tracepoints' programs have a helper. It is called without arguments; not to know it is another mistake.</summary>
    /// <param name="helper">Its number.</param>
    public static bool HasHelper(int helper)
    {
        // call; exit
        Span<byte> code = stackalloc byte[16];
        code.Clear();
        code[0] = 0x85;
        BinaryPrimitives.WriteInt32LittleEndian(code[4..], helper);
        code[8] = 0x95;
        Span<byte> log = stackalloc byte[MaxLogBytes];
        log.Clear();
        ReadOnlySpan<byte> license = "GPL\0"u8;
        fixed (byte* instructions = code, licenseStart = license, logStart = log)
        {
            ProgramLoadAttributes attributes = default;
            attributes.ProgramType = TracepointProgram;
            attributes.Instructions = (ulong)instructions;
            attributes.InstructionCount = 2;
            attributes.License = (ulong)licenseStart;
            attributes.LogLevel = 1;
            attributes.LogBuffer = (ulong)logStart;
            attributes.LogSize = MaxLogBytes;
            int fd = BpfCall.LoadProgram(&attributes);
            if (fd >= 0)
                Syscall.Close(fd);
            return fd >= 0 || !Says(log, "unknown#"u8);
        }
    }

    // "invalid func unknown#174", and others since v6.9.
    private static bool Says(ReadOnlySpan<byte> log, ReadOnlySpan<byte> text)
    {
        for (int at = 0; at + text.Length <= log.Length; at++)
        {
            if (log.Slice(at, text.Length).SequenceEqual(text))
                return true;
        }
        return false;
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
