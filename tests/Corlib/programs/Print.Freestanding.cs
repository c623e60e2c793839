using System;
using Corewright.Freestanding;

namespace Corewright.Tests.Corlib.Programs;

public static unsafe partial class Print
{
    static partial void Write(ReadOnlySpan<byte> text)
    {
        fixed (byte* start = text)
            Platform.Write(1, start, text.Length);
    }
}
