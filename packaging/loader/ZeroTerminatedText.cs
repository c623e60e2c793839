using System;

namespace Corewright.Loader;

/// <summary>Strings as the kernel hands them to a process.</summary>
internal static unsafe class ZeroTerminatedText
{
    /// <summary>The bytes before the zero; empty for null.</summary>
    public static ReadOnlySpan<byte> Read(byte* text)
    {
        int length = 0;
        while (text != null && text[length] != 0)
            length++;
        return new ReadOnlySpan<byte>(text, length);
    }

    /// <summary>The bytes before the zero; all of them where there is none.</summary>
    /// <param name="text">Bytes of a fixed size.</param>
    /// <param name="capacity">How many.</param>
    public static ReadOnlySpan<byte> Read(byte* text, int capacity)
    {
        ReadOnlySpan<byte> bytes = new(text, capacity);
        int length = bytes.IndexOf((byte)0);
        return length < 0 ? bytes : bytes[..length];
    }
}
