using System;
using Corewright.Bpf.Logging;
using Corewright.Loader.Output;

namespace Corewright.Loader.Logging;

/// <summary>Puts a log record's arguments into its format, as Rust's <c>format!</c> does: <c>{}</c>, <c>{:x}</c>, <c>{:#x}</c>; <c>{{</c> and <c>}}</c>.</summary>
internal static class LogText
{
    /// <summary>Writes the text. Where the format asks for more than there is, its braces stay.</summary>
    public static void Write(Utf8Writer output, in LogRecord record)
    {
        ReadOnlySpan<byte> rest = record.Format;
        LogArguments arguments = record.Arguments;
        while (!rest.IsEmpty)
        {
            byte first = rest[0];
            bool doubled = rest.Length > 1 && rest[1] == first && first is (byte)'{' or (byte)'}';
            int end = first == '{' && !doubled ? rest.IndexOf((byte)'}') : -1;
            if (end < 0)
            {
                output.Byte(first);
                rest = rest[(doubled ? 2 : 1)..];
                continue;
            }
            ReadOnlySpan<byte> placeholder = rest[..(end + 1)];
            rest = rest[(end + 1)..];
            if (arguments.Next(out LogArgument argument))
                Write(output, argument, placeholder[^2] == 'x', placeholder.IndexOf((byte)'#') >= 0);
            else
                output.Text(placeholder);
        }
    }

    private static void Write(Utf8Writer output, in LogArgument argument, bool hexadecimal, bool prefixed)
    {
        switch (argument.Kind)
        {
            case LogArgumentKind.Text:
                output.Text(argument.Text);
                break;
            case LogArgumentKind.Boolean:
                output.Text(argument.Word != 0 ? "true"u8 : "false"u8);
                break;
            case LogArgumentKind.Number or LogArgumentKind.SignedNumber when hexadecimal:
                Hexadecimal(output, argument.Word, prefixed);
                break;
            case LogArgumentKind.Number:
                output.Decimal(argument.Word);
                break;
            case LogArgumentKind.SignedNumber:
                bool negative = (long)argument.Word < 0;
                output.Text(negative ? "-"u8 : default).Decimal(negative ? 0 - argument.Word : argument.Word);
                break;
            case LogArgumentKind.Address:
                Hexadecimal(output, argument.Word, prefixed: true);
                break;
            default:
                output.Byte((byte)'?');
                break;
        }
    }

    private static void Hexadecimal(Utf8Writer output, ulong value, bool prefixed)
    {
        output.Text(prefixed ? "0x"u8 : default);
        int digits = 1;
        while (digits < 16 && value >> (4 * digits) != 0)
            digits++;
        while (digits > 0)
            output.Byte("0123456789abcdef"u8[(int)(value >> (4 * --digits)) & 15]);
    }
}
