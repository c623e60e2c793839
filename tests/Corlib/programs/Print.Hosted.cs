using System;
using System.IO;
using System.Text;

namespace Corewright.Tests.Corlib.Programs;

public static partial class Print
{
    [ThreadStatic]
    private static MemoryStream? s_output;

    /// <summary>What a program prints when it runs here, on .NET.</summary>
    public static string Captured(Action program)
    {
        s_output = new MemoryStream();
        program();
        return Encoding.UTF8.GetString(s_output.ToArray());
    }

    static partial void Write(ReadOnlySpan<byte> text) => s_output!.Write(text);
}
