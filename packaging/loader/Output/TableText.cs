using System;
using System.Runtime.CompilerServices;

namespace Corewright.Loader.Output;

/// <summary>Parts of tables for people. Texts are at the left of their columns (<see cref="PlainText"/>), numbers at the right.</summary>
internal static class TableText
{
    /// <summary>Begins a header.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="styled">Whether it may be bold.</param>
    public static Utf8Writer Begin(Utf8Writer output, bool styled) => output.Text(styled ? "\u001b[1m"u8 : default);

    /// <summary>Ends a header, and its line.</summary>
    public static void End(Utf8Writer output, bool styled) => output.Text(styled ? "\u001b[0m\n"u8 : "\n"u8);

    /// <summary>Writes a text at the right of its column.</summary>
    public static void Right(Utf8Writer output, ReadOnlySpan<byte> text, int width) =>
        output.Repeat((byte)' ', width - text.Length).Text(text);

    /// <summary>Writes a length of time in milliseconds, with three digits of a fraction.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="nanoseconds">How long.</param>
    /// <param name="width">Filled up with spaces on the left to this many characters.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Milliseconds(Utf8Writer output, ulong nanoseconds, int width)
    {
        uint rest = (uint)(nanoseconds / 1000 % 1000);
        output.Decimal(nanoseconds / 1_000_000, width - 4).Byte((byte)'.')
            .Byte((byte)('0' + (rest / 100))).Byte((byte)('0' + (rest / 10 % 10))).Byte((byte)('0' + (rest % 10)));
    }
}
