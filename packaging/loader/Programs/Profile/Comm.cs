using System;

namespace Corewright.Loader.Profile;

/// <summary>Threads' names.</summary>
internal static unsafe class Comm
{
    private const int Bytes = 16;

    /// <summary>A name without what is behind its end.</summary>
    /// <param name="comm">16 bytes.</param>
    public static ReadOnlySpan<byte> Of(byte* comm)
    {
        ReadOnlySpan<byte> name = new(comm, Bytes);
        int length = name.IndexOf((byte)0);
        return length < 0 ? name : name[..length];
    }
}
