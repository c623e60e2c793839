// JSON: RFC 8259.

using System;
using System.Runtime.CompilerServices;

namespace Corewright.Loader.Output;

/// <summary>
/// Writes JSON on one line. Keeps count of commas by itself; nesting is up to the caller. Strings may hold any bytes: control
/// characters are escaped, and each byte that is not UTF-8 becomes U+FFFD, so that the line always parses.
/// </summary>
// Its methods are called from many places and never often: inlined, they would be a tenth of a loader.
internal struct JsonWriter
{
    private readonly Utf8Writer _out;
    private bool _comma;

    /// <summary>Writes to a text.</summary>
    public JsonWriter(Utf8Writer output)
    {
        _out = output;
        _comma = false;
    }

    /// <summary>Opens an object, as an element or at the top.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void BeginObject() => Open((byte)'{');

    /// <summary>Opens an object as a member.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void BeginObject(ReadOnlySpan<byte> name)
    {
        Name(name);
        Open((byte)'{');
    }

    /// <summary>Opens an array as a member.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void BeginArray(ReadOnlySpan<byte> name)
    {
        Name(name);
        Open((byte)'[');
    }

    /// <summary>Closes an object.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void EndObject() => Close((byte)'}');

    /// <summary>Closes an array.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void EndArray() => Close((byte)']');

    /// <summary>A member that is a string.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void String(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Name(name);
        Quoted(value);
    }

    /// <summary>An element that is a string.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Element(ReadOnlySpan<byte> value) => Quoted(value);

    /// <summary>A member that is a number.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Number(ReadOnlySpan<byte> name, ulong value)
    {
        Name(name);
        _out.Decimal(value);
        _comma = true;
    }

    /// <summary>Starts a member; its value is written next, as an element is.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Member(ReadOnlySpan<byte> name) => Name(name);

    /// <summary>Opens an array, as an element or a started member.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void BeginArray() => Open((byte)'[');

    /// <summary>A number, as an element or a started member.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Number(ulong value)
    {
        Separate();
        _out.Decimal(value);
        _comma = true;
    }

    /// <summary>A number that may be negative, as an element or a started member.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void SignedNumber(long value)
    {
        Separate();
        if (value < 0)
            _out.Byte((byte)'-');
        _out.Decimal(value < 0 ? (ulong)-value : (ulong)value);
        _comma = true;
    }

    /// <summary><c>true</c> or <c>false</c>, as an element or a started member.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Boolean(bool value)
    {
        Separate();
        _out.Text(value ? "true"u8 : "false"u8);
        _comma = true;
    }

    /// <summary>An address in hexadecimal, as a string, since JSON's numbers are only safe up to 53 bits.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Address(ulong value)
    {
        Separate();
        _out.Text("\"0x"u8);
        if (value >> 32 != 0)
            _out.Hex((uint)(value >> 32), 8);
        _out.Hex((uint)value, 8).Byte((byte)'"');
        _comma = true;
    }

    /// <summary>Bytes in hexadecimal, as a string.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void HexString(ReadOnlySpan<byte> bytes)
    {
        Separate();
        _out.Byte((byte)'"');
        foreach (byte b in bytes)
            _out.Hex(b, 2);
        _out.Byte((byte)'"');
        _comma = true;
    }

    /// <summary>A member that is null.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Null(ReadOnlySpan<byte> name)
    {
        Name(name);
        _out.Text("null"u8);
        _comma = true;
    }

    /// <summary>Ends the line.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void EndLine()
    {
        _out.Byte((byte)'\n');
        _comma = false;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Name(ReadOnlySpan<byte> name)
    {
        Quoted(name);
        _out.Byte((byte)':');
        _comma = false;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Open(byte bracket)
    {
        Separate();
        _out.Byte(bracket);
        _comma = false;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Close(byte bracket)
    {
        _out.Byte(bracket);
        _comma = true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly void Separate()
    {
        if (_comma)
            _out.Byte((byte)',');
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Quoted(ReadOnlySpan<byte> text)
    {
        Separate();
        _out.Byte((byte)'"');
        int plain = 0;
        int at = 0;
        while (at < text.Length)
        {
            int length = Utf8Scanner.Decode(text[at..], out uint codePoint);
            if (length == 0 || Utf8Scanner.IsControl(codePoint) || codePoint is '"' or '\\')
            {
                _out.Text(text[plain..at]);
                Escape(length == 0 ? 0xFFFD : codePoint);
                plain = at + Math.Max(length, 1);
            }
            at += Math.Max(length, 1);
        }
        _out.Text(text[plain..]).Byte((byte)'"');
        _comma = true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly void Escape(uint codePoint)
    {
        byte letter = codePoint switch
        {
            '"' => (byte)'"',
            '\\' => (byte)'\\',
            '\n' => (byte)'n',
            '\t' => (byte)'t',
            '\r' => (byte)'r',
            _ => 0,
        };
        _out.Byte((byte)'\\');
        if (letter != 0)
            _out.Byte(letter);
        else
            _out.Byte((byte)'u').Hex(codePoint, 4);
    }
}
