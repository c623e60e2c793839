// libzstd's C interface (zstd.h, streaming decompression), 64-bit layout.
using System.Runtime.InteropServices;

namespace SharpCompress.Compressors.ZStandard;

internal static unsafe partial class ZstdLibrary
{
    private const string Name = "libzstd.so.1";

    [LibraryImport(Name, EntryPoint = "ZSTD_createDStream")]
    public static partial void* CreateDecoder();

    [LibraryImport(Name, EntryPoint = "ZSTD_freeDStream")]
    public static partial nuint FreeDecoder(void* decoder);

    [LibraryImport(Name, EntryPoint = "ZSTD_decompressStream")]
    public static partial nuint Decompress(void* decoder, Buffer* output, Buffer* input);

    [LibraryImport(Name, EntryPoint = "ZSTD_isError")]
    public static partial uint IsError(nuint code);

    [LibraryImport(Name, EntryPoint = "ZSTD_getErrorName")]
    public static partial byte* ErrorName(nuint code);

    /// <summary><c>ZSTD_inBuffer</c> and <c>ZSTD_outBuffer</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Buffer
    {
        public byte* Bytes;
        public nuint Size;
        public nuint Position;
    }
}
