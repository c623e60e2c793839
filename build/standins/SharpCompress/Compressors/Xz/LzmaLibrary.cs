// liblzma's C interface (lzma/base.h, lzma/container.h), 64-bit layout.
using System.Runtime.InteropServices;

namespace SharpCompress.Compressors.Xz;

internal static unsafe partial class LzmaLibrary
{
    private const string Name = "liblzma.so.5";

    public enum Result
    {
        Ok = 0,
        StreamEnd = 1,
        BufferError = 10,
    }

    public enum Action
    {
        Run = 0,
        Finish = 3,
    }

    [LibraryImport(Name, EntryPoint = "lzma_stream_decoder")]
    public static partial Result StreamDecoder(State* state, ulong memoryLimit, uint flags);

    [LibraryImport(Name, EntryPoint = "lzma_code")]
    public static partial Result Code(State* state, Action action);

    [LibraryImport(Name, EntryPoint = "lzma_end")]
    public static partial void End(State* state);

    /// <summary><c>lzma_stream</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct State
    {
        public byte* NextIn;
        public nuint AvailableIn;
        public ulong TotalIn;
        public byte* NextOut;
        public nuint AvailableOut;
        public ulong TotalOut;
        public void* Allocator;
        public void* Internal;
        public fixed ulong Reserved[9];
    }
}
