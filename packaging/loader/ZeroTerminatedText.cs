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
}
