using System;
using Corewright.Loader;

namespace Corewright.BpfRun;

/// <summary>Walks the values that one option is given, in order: both <c>--name VALUE</c> and <c>--name=VALUE</c>.</summary>
internal unsafe ref struct OptionValues
{
    private readonly byte** _arguments;
    private readonly int _count;
    private readonly ReadOnlySpan<byte> _option;
    private int _next;

    /// <summary>A walk over a command line.</summary>
    /// <param name="arguments">All arguments, the program's name first.</param>
    /// <param name="count">How many belong to bpfrun.</param>
    /// <param name="option">The option, such as <c>--only</c>.</param>
    public OptionValues(byte** arguments, int count, ReadOnlySpan<byte> option)
    {
        _arguments = arguments;
        _count = count;
        _option = option;
        _next = 1;
    }

    /// <summary>The next value.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Next(out ReadOnlySpan<byte> value)
    {
        for (; _next < _count; _next++)
        {
            if (!TryRead(_arguments, _count, ref _next, out ReadOnlySpan<byte> name, out byte* text) || !name.SequenceEqual(_option))
                continue;
            _next++;
            value = ZeroTerminatedText.Read(text);
            return true;
        }
        value = default;
        return false;
    }

    /// <summary>Reads an option that takes a value.</summary>
    /// <param name="arguments">All arguments.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="i">Where the option is; moves on to its value.</param>
    /// <param name="name">The option's name; empty where it is none that takes a value.</param>
    /// <param name="value">The value, zero-terminated; null where it is missing.</param>
    /// <returns>Whether there are both.</returns>
    public static bool TryRead(byte** arguments, int count, ref int i, out ReadOnlySpan<byte> name, out byte* value)
    {
        value = null;
        ReadOnlySpan<byte> argument = ZeroTerminatedText.Read(arguments[i]);
        int equals = argument.IndexOf((byte)'=');
        name = KnownName(equals < 0 ? argument : argument[..equals]);
        if (name.Length == 0)
            return false;
        if (equals >= 0)
            value = arguments[i] + equals + 1;
        else if (i + 1 < count)
            value = arguments[++i];
        return value != null;
    }

    private static ReadOnlySpan<byte> KnownName(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("--only"u8) || name.SequenceEqual("--attach"u8) || name.SequenceEqual("--set"u8)
        || name.SequenceEqual("--pin"u8) || name.SequenceEqual("--pin-maps"u8) || name.SequenceEqual("--btf"u8)
        || name.SequenceEqual("--data"u8) || name.SequenceEqual("--repeat"u8) || name.SequenceEqual("--pid"u8)
        || name.SequenceEqual("--cookie"u8) || name.SequenceEqual("--samples"u8) || name.SequenceEqual("--duration"u8) ? name : default;
}
