using System;
using Corewright.Loader;

namespace Corewright.BpfRun;

/// <summary>What bpfrun is asked to do.</summary>
internal enum Verb
{
    /// <summary>Not said.</summary>
    None,

    /// <summary>Load, attach, run a command, show the maps.</summary>
    Run,

    /// <summary>Load everything and say how it went.</summary>
    Check,

    /// <summary>Run one program once with data of the caller's.</summary>
    Test,

    /// <summary>Explain the command line.</summary>
    Help,
}

/// <summary>What is wrong with a command line.</summary>
internal enum UsageError
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>An option or verb that doesn't exist, or an argument too many.</summary>
    UnknownArgument,

    /// <summary>An option without its value.</summary>
    MissingValue,

    /// <summary>A number that is none, or out of range.</summary>
    BadNumber,

    /// <summary>A value that isn't of the form <c>NAME=VALUE</c>.</summary>
    NotAnAssignment,

    /// <summary>A verb without what it needs: the object, or the program.</summary>
    MissingArgument,
}

/// <summary>The command line, taken apart. What may be given several times is found again by <see cref="Values"/>.</summary>
internal unsafe struct CommandLine
{
    /// <summary>The most that a number may be: seconds, runs of a program, process ids.</summary>
    public const uint MaxNumber = 5_000_000;

    private int _count;
    private byte** _arguments;

    /// <summary>What to do.</summary>
    public Verb Verb;

    /// <summary>The object's path.</summary>
    public byte* ObjectPath;

    /// <summary>The program that <c>test</c> runs.</summary>
    public byte* ProgramName;

    /// <summary>A file with the running kernel's BTF, or null.</summary>
    public byte* BtfPath;

    /// <summary>Where maps are that ask to be pinned by name, or null.</summary>
    public byte* PinMapsPath;

    /// <summary>Where to pin everything, or null.</summary>
    public byte* PinPath;

    /// <summary>A file with what <c>test</c> hands to the program, or null.</summary>
    public byte* DataPath;

    /// <summary>How often <c>test</c> runs the program.</summary>
    public uint Repeat;

    /// <summary>After how many seconds to stop; 0 for never.</summary>
    public uint DurationSeconds;

    /// <summary>The only process that probes and perf events watch; 0 for all.</summary>
    public uint ProcessId;

    /// <summary>Whether the output is one line.</summary>
    public bool Json;

    /// <summary>Whether to attach as was done before BPF links.</summary>
    public bool WithoutLinks;

    /// <summary>Whether a verifier's log is printed whole.</summary>
    public bool WholeLog;

    /// <summary>The command and its arguments, null after the last; null where there is none.</summary>
    public byte** Command;

    /// <summary>What is wrong, if something is.</summary>
    public UsageError Error;

    /// <summary>The argument that is wrong.</summary>
    public byte* Culprit;

    /// <summary>Takes arguments apart.</summary>
    /// <param name="count">How many, the program's name included.</param>
    /// <param name="arguments">Zero-terminated strings and a null; the first one is the program's name.</param>
    public static CommandLine Parse(int count, byte** arguments)
    {
        CommandLine line = default;
        line._arguments = arguments;
        line._count = count;
        line.Repeat = 1;
        for (int i = 1; i < line._count && line.Error == UsageError.None; i++)
        {
            ReadOnlySpan<byte> argument = ZeroTerminatedText.Read(arguments[i]);
            line.Culprit = arguments[i];
            if (argument.SequenceEqual("--"u8))
            {
                line.Command = i + 1 < count ? arguments + i + 1 : null;
                line._count = i;
            }
            else if (argument.Length > 1 && argument[0] == '-')
            {
                line.Option(ref i, argument);
            }
            else
            {
                line.Positional(arguments[i]);
            }
        }
        if (line.Error == UsageError.None && line.Verb != Verb.Help && (line.ObjectPath == null || line.IsWithoutProgram))
            line.Error = UsageError.MissingArgument;
        return line;
    }

    /// <summary>The values of an option that may be given several times, such as <c>--only</c>.</summary>
    public readonly OptionValues Values(ReadOnlySpan<byte> option) => new(_arguments, _count, option);

    /// <summary>Whether an option is given at all.</summary>
    public readonly bool Has(ReadOnlySpan<byte> option) => Values(option).Next(out _);

    private readonly bool IsWithoutProgram => Verb == Verb.Test && ProgramName == null;

    private void Option(ref int i, ReadOnlySpan<byte> argument)
    {
        if (argument.SequenceEqual("--json"u8))
            Json = true;
        else if (argument.SequenceEqual("--log"u8))
            WholeLog = true;
        else if (argument.SequenceEqual("--no-links"u8))
            WithoutLinks = true;
        else if (argument.SequenceEqual("--help"u8) || argument.SequenceEqual("-h"u8))
            Verb = Verb.Help;
        else if (!OptionValues.TryRead(_arguments, _count, ref i, out ReadOnlySpan<byte> name, out byte* value))
            Error = name.Length == 0 ? UsageError.UnknownArgument : UsageError.MissingValue;
        else if (name.SequenceEqual("--btf"u8))
            BtfPath = value;
        else if (name.SequenceEqual("--pin"u8))
            PinPath = value;
        else if (name.SequenceEqual("--pin-maps"u8))
            PinMapsPath = value;
        else if (name.SequenceEqual("--data"u8))
            DataPath = value;
        else if (name.SequenceEqual("--repeat"u8))
            Repeat = Number(value);
        else if (name.SequenceEqual("--duration"u8))
            DurationSeconds = Number(value);
        else if (name.SequenceEqual("--pid"u8))
            ProcessId = Number(value);
        else if (!name.SequenceEqual("--only"u8) && ZeroTerminatedText.Read(value).IndexOf((byte)'=') <= 0)
            Error = UsageError.NotAnAssignment;
    }

    private void Positional(byte* argument)
    {
        if (Verb == Verb.None)
            Verb = VerbOf(ZeroTerminatedText.Read(argument));
        else if (ObjectPath == null)
            ObjectPath = argument;
        else if (IsWithoutProgram)
            ProgramName = argument;
        else if (Verb != Verb.Help)
            Error = UsageError.UnknownArgument;
        if (Verb == Verb.None)
            Error = UsageError.UnknownArgument;
    }

    private static Verb VerbOf(ReadOnlySpan<byte> name) => name.SequenceEqual("run"u8) ? Verb.Run
        : name.SequenceEqual("check"u8) ? Verb.Check
        : name.SequenceEqual("test"u8) ? Verb.Test
        : name.SequenceEqual("help"u8) ? Verb.Help : Verb.None;

    private uint Number(byte* text)
    {
        uint value = 0;
        byte* at = text;
        while (*at is >= (byte)'0' and <= (byte)'9' && value <= MaxNumber)
            value = (value * 10) + (uint)(*at++ - '0');
        if (*at != 0 || value is 0 or > MaxNumber)
            Error = UsageError.BadNumber;
        return value;
    }
}
