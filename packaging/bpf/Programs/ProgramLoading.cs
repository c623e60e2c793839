using System;
using Corewright.Bpf.Kernel;

namespace Corewright.Bpf.Programs;

/// <summary>Hands linked programs to the kernel.</summary>
public static unsafe class ProgramLoading
{
    private const int NoTypes = -1;
    private const int SmallestLogBytes = 64 << 10;

    // UINT_MAX >> 8: the most that every kernel since v4.4 accepts.
    private const int LargestLogBytes = (16 << 20) - 1;

    /// <summary>Loads a program. Its descriptor closes on exec.</summary>
    /// <param name="program">A linked program; receives the descriptor.</param>
    /// <param name="name">Shown by bpftool.</param>
    /// <param name="license">Ends with a zero byte.</param>
    /// <param name="types">The object's BTF in the kernel, or -1; with it, the verifier hears of functions and source lines.</param>
    /// <returns><see cref="FaultCode.ProgramRefused"/> with the kernel's errno; ask <see cref="ReadLog"/> why.</returns>
    public static Fault Load(ref ProgramSpec program, ReadOnlySpan<byte> name, ReadOnlySpan<byte> license, int types)
    {
        int fd = Load(program, name, license, types, default);
        // What is said about the source must not cost a program that is right.
        if (fd < 0 && fd != -Errno.NotPermitted && types >= 0 && !program.Source.IsEmpty)
        {
            int without = Load(program, name, license, NoTypes, default);
            if (IsBetterWithout(fd, without))
            {
                program.Source = default;
                fd = without;
            }
        }
        if (fd < 0)
            return new Fault(FaultCode.ProgramRefused, 0, -fd);
        program.Fd = fd;
        return Fault.None;
    }

    /// <summary>Whether what the kernel says without knowing of the source says more about the program.</summary>
    /// <param name="with">The negated errno with it.</param>
    /// <param name="without">The descriptor or negated errno without.</param>
    // With EACCES the verifier has judged the program, so it took what was said about the source. Without that it may give up earlier:
    // functions that helpers call back have to be described.
    internal static bool IsBetterWithout(int with, int without) => without >= 0 || (without != with && with != -Errno.AccessDenied);

    /// <summary>Loads a program that was refused once more, to hear the verifier's reasons.</summary>
    /// <param name="program">The program.</param>
    /// <param name="name">As before.</param>
    /// <param name="license">As before.</param>
    /// <param name="types">As before.</param>
    /// <param name="log">The log's memory, to be disposed.</param>
    /// <returns>The log without its final zero; its beginning or, since v6.4, its end where it is longer than 16 MiB.</returns>
    public static ReadOnlySpan<byte> ReadLog(
        in ProgramSpec program, ReadOnlySpan<byte> name, ReadOnlySpan<byte> license, int types, out MappedMemory log)
    {
        log = default;
        for (int size = SmallestLogBytes; ; size = Math.Min(size * 4, LargestLogBytes))
        {
            log.Dispose();
            log = MappedMemory.Allocate(size);
            if (log.IsEmpty)
                return default;
            int result = Load(program, name, license, types, log.Bytes);
            if (result >= 0)
                Syscall.Close(result);
            if (result != -Errno.NoSpace || size == LargestLogBytes)
                break;
        }
        int length = log.Bytes.IndexOf((byte)0);
        return log.Bytes[..Math.Max(length, 0)];
    }

    private static int Load(
        in ProgramSpec program, ReadOnlySpan<byte> name, ReadOnlySpan<byte> license, int types, Span<byte> log)
    {
        SourceInfo source = program.Source;
        fixed (byte* functions = source.Functions)
        fixed (byte* lines = source.Lines)
        fixed (byte* licenseStart = license)
        fixed (byte* logStart = log)
        {
            ProgramLoadAttributes attributes = default;
            attributes.ProgramType = (uint)program.Type;
            attributes.ProgramFlags = program.LoadFlags;
            attributes.ExpectedAttachType = program.ExpectedAttach == AttachType.None ? 0 : (uint)program.ExpectedAttach;
            attributes.AttachBtfId = program.AttachBtfId;
            attributes.AttachFd = program.AttachBtfFd >= 0 ? program.AttachBtfFd : 0;
            attributes.FdArray = (ulong)program.ModuleFds;
            attributes.InstructionCount = (uint)program.InstructionCount;
            attributes.Instructions = (ulong)program.Linked;
            attributes.License = (ulong)licenseStart;
            attributes.LogLevel = log.Length == 0 ? 0u : 1u;
            attributes.LogSize = (uint)log.Length;
            attributes.LogBuffer = (ulong)logStart;
            ObjectName.Write(name, new Span<byte>(attributes.ProgramName, ObjectName.MaxBytes));
            if (types >= 0 && !source.IsEmpty)
            {
                attributes.BtfFd = types;
                attributes.FunctionRecordSize = SourceInfo.FunctionRecordBytes;
                attributes.Functions = (ulong)functions;
                attributes.FunctionCount = (uint)(source.Functions.Length / SourceInfo.FunctionRecordBytes);
                attributes.LineRecordSize = SourceInfo.LineRecordBytes;
                attributes.Lines = (ulong)lines;
                attributes.LineCount = (uint)(source.Lines.Length / SourceInfo.LineRecordBytes);
            }
            return BpfCall.LoadProgram(&attributes);
        }
    }
}
