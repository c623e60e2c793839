using System;
using System.Runtime.CompilerServices;

namespace Corewright.Bpf.Kernel;

/// <summary>
/// System calls as the kernel has them: an integer comes back, and from -4095 to -1 it is a negated errno.
/// Nothing is retried; a caller that can be interrupted asks for <see cref="Errno.Interrupted"/> itself.
/// </summary>
// Its methods are called from many places and never often: inlined, they would be a tenth of a loader.
public static unsafe partial class Syscall
{
    // mmap2 on armv7 counts its offset in these units, whatever the page size is.
    private const int Mmap2Unit = 4096;

    /// <summary>What this program runs on.</summary>
    public static MachineArchitecture Architecture => CurrentArchitecture();

    /// <summary>Makes a system call.</summary>
    /// <param name="call">Which one.</param>
    /// <param name="a">First argument; pointers are cast to <c>nint</c>.</param>
    /// <param name="b">Second argument.</param>
    /// <param name="c">Third argument.</param>
    /// <param name="d">Fourth argument.</param>
    /// <param name="e">Fifth argument.</param>
    /// <param name="f">Sixth argument.</param>
    /// <returns>The kernel's result, or a negated errno.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static nint Invoke(SyscallNumber call, nint a = 0, nint b = 0, nint c = 0, nint d = 0, nint e = 0, nint f = 0) =>
        Enter(SyscallTable.NumberOf(call, Architecture), a, b, c, d, e, f);

    /// <summary>True for a result that is a negated errno.</summary>
    /// <param name="result">What <see cref="Invoke"/> or <see cref="Map"/> returned.</param>
    public static bool IsError(nint result) => (nuint)result > unchecked((nuint)(-4096));

    /// <summary><c>mmap</c> with its offset in bytes on every architecture.</summary>
    /// <param name="length">Bytes; the kernel rounds up to pages.</param>
    /// <param name="protection">PROT_ flags.</param>
    /// <param name="flags">MAP_ flags.</param>
    /// <param name="fd">A file descriptor, or -1.</param>
    /// <param name="offset">Bytes into the file, a multiple of the page size.</param>
    /// <returns>The address, or a negated errno; ask <see cref="IsError"/>.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static nint Map(nuint length, int protection, int flags, int fd, nuint offset)
    {
        nuint unit = Architecture == MachineArchitecture.Armv7 ? Mmap2Unit : 1u;
        return Invoke(SyscallNumber.Mmap, 0, (nint)length, protection, flags, fd, (nint)(offset / unit));
    }

    /// <summary><c>read</c>.</summary>
    /// <param name="fd">An open file.</param>
    /// <param name="buffer">Where to.</param>
    /// <returns>Bytes read, 0 at the end, or a negated errno.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static nint Read(int fd, Span<byte> buffer)
    {
        fixed (byte* start = buffer)
            return Invoke(SyscallNumber.Read, fd, (nint)start, buffer.Length);
    }

    /// <summary><c>pread64</c>: reads at a position and leaves the file's own position alone.</summary>
    /// <param name="fd">An open file.</param>
    /// <param name="buffer">Where to.</param>
    /// <param name="offset">Bytes from the file's start.</param>
    /// <returns>Bytes read, 0 at the end, or a negated errno.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static nint ReadAt(int fd, Span<byte> buffer, ulong offset)
    {
        fixed (byte* start = buffer)
        {
            // A 64-bit argument takes an even pair of armv7's registers, so the fourth stays unused.
            return Architecture == MachineArchitecture.Armv7
                ? Invoke(SyscallNumber.Pread64, fd, (nint)start, buffer.Length, 0, (nint)(uint)offset, (nint)(uint)(offset >> 32))
                : Invoke(SyscallNumber.Pread64, fd, (nint)start, buffer.Length, (nint)offset);
        }
    }

    /// <summary><c>write</c>; may write less than all.</summary>
    /// <param name="fd">An open file.</param>
    /// <param name="buffer">What to write.</param>
    /// <returns>Bytes written, or a negated errno.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static nint Write(int fd, ReadOnlySpan<byte> buffer)
    {
        fixed (byte* start = buffer)
            return Invoke(SyscallNumber.Write, fd, (nint)start, buffer.Length);
    }

    /// <summary><c>close</c>.</summary>
    /// <param name="fd">An open file.</param>
    /// <returns>0 or a negated errno.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static nint Close(int fd) => Invoke(SyscallNumber.Close, fd);
}
