using System.Runtime.InteropServices;
using Corewright.Bpf.Kernel;
using Corewright.Loader.Output;
using Shouldly;

namespace Corewright.Tests.Loader;

/// <summary>Pipes by their descriptors, as a shell gives them to a loader.</summary>
internal static unsafe class Pipes
{
    /// <summary>How much the kernel keeps of what nobody has read.</summary>
    public const int Bytes = 64 << 10;

    /// <summary>Opens a pipe; both ends are to be closed.</summary>
    public static (int Read, int Write) Open()
    {
        int* ends = stackalloc int[2];
        Pipe(ends).ShouldBe(0);
        return (ends[0], ends[1]);
    }

    /// <summary>Closes one end.</summary>
    public static void Close(int end) => Syscall.Close(end);

    /// <summary>Writes as much as there is room for.</summary>
    public static void Fill(int write) => Syscall.Write(write, new byte[Bytes]).ShouldBe(Bytes);

    /// <summary>A writer to a pipe.</summary>
    /// <param name="buffer">An array that stays where it is.</param>
    /// <param name="write">The end to write to.</param>
    public static Utf8Writer Writer(byte[] buffer, int write) =>
        new((byte*)Marshal.UnsafeAddrOfPinnedArrayElement(buffer, 0), buffer.Length, write);

    [DllImport("libc", EntryPoint = "pipe", ExactSpelling = true)]
    private static extern int Pipe(int* ends);
}
