using System;
using Corewright.Loader.Filters;
using Corewright.Loader.Programs;

namespace Corewright.Loader;

/// <summary>What the loader is asked to do.</summary>
internal enum Verb
{
    /// <summary>Attach and print events.</summary>
    Stream,

    /// <summary>Load everything and say how it went.</summary>
    Check,

    /// <summary>Say what is inside.</summary>
    Info,

    /// <summary>Explain the command line.</summary>
    Help,
}

/// <summary>What is wrong with a command line.</summary>
internal enum UsageError
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>An option or verb that doesn't exist.</summary>
    UnknownArgument,

    /// <summary>An option without its value.</summary>
    MissingValue,

    /// <summary>A duration that isn't a whole number of seconds from 1 to <see cref="CommandLine.MaxDurationSeconds"/>.</summary>
    BadDuration,

    /// <summary>A process or user that isn't a number.</summary>
    BadNumber,

    /// <summary>A value that makes no sense to the program.</summary>
    BadValue,

    /// <summary>A filter of processes, of which the program knows nothing.</summary>
    NoProcesses,
}

/// <summary>The command line, taken apart.</summary>
internal unsafe struct CommandLine
{
    /// <summary>About eleven days; longer runs are the service manager's business.</summary>
    public const uint MaxDurationSeconds = 1_000_000;

    /// <summary>What to do.</summary>
    public Verb Verb;

    /// <summary>Whether the output is JSON.</summary>
    public bool Json;

    /// <summary>Whether a verifier's log is printed whole.</summary>
    public bool WholeLog;

    /// <summary>After how long to stop; 0 for never.</summary>
    public uint DurationSeconds;

    /// <summary>A file with the running kernel's BTF, or null.</summary>
    public byte* BtfPath;

    /// <summary>Which processes are observed.</summary>
    public ProcessFilter Filter;

    /// <summary>What is wrong, if something is.</summary>
    public UsageError Error;

    /// <summary>The argument that is wrong.</summary>
    public byte* Culprit;

    /// <summary>For a value that is wrong, the argument that has it: the same one, or the one behind it.</summary>
    public byte* Value;

    /// <summary>Takes arguments apart. Options and the verb may come in any order.</summary>
    /// <param name="count">How many, the program's name included.</param>
    /// <param name="arguments">Zero-terminated strings; the first one is the program's name.</param>
    /// <param name="sink">Knows the program's own options, and takes their values.</param>
    public static CommandLine Parse(int count, byte** arguments, ProgramSink sink)
    {
        CommandLine line = default;
        bool verbSeen = false;
        for (int i = 1; i < count && line.Error == UsageError.None; i++)
        {
            ReadOnlySpan<byte> argument = ZeroTerminatedText.Read(arguments[i]);
            line.Culprit = arguments[i];
            if (argument.SequenceEqual("--json"u8))
                line.Json = true;
            else if (argument.SequenceEqual("--log"u8))
                line.WholeLog = true;
            else if (argument.SequenceEqual("--help"u8) || argument.SequenceEqual("-h"u8))
                line.Verb = Verb.Help;
            else if (TakesValue("--duration"u8, count, arguments, ref i, ref line.Error, out byte* seconds))
                line.SetDuration(seconds);
            else if (TakesValue("--btf"u8, count, arguments, ref i, ref line.Error, out byte* path))
                line.BtfPath = path;
            else if (sink.FiltersProcesses && line.Filter.Takes(count, arguments, ref i, ref line.Error))
            {
            }
            else if (line.Error == UsageError.None && TakesOwn(sink, argument, count, arguments, ref i, ref line.Error))
            {
            }
            else if (line.Error == UsageError.None && !sink.FiltersProcesses && ProcessFilter.IsOption(argument))
                line.Error = UsageError.NoProcesses;
            else if (line.Error == UsageError.None && (verbSeen || !line.SetVerb(argument)))
                line.Error = UsageError.UnknownArgument;
            else
                verbSeen = true;
            if (line.Error is UsageError.BadValue or UsageError.BadDuration or UsageError.BadNumber)
                line.Value = arguments[i];
        }
        return line;
    }

    private bool SetVerb(ReadOnlySpan<byte> argument)
    {
        Verb named = argument.SequenceEqual("check"u8) ? Verb.Check
            : argument.SequenceEqual("info"u8) ? Verb.Info
            : argument.SequenceEqual("help"u8) ? Verb.Help : Verb.Stream;
        if (Verb != Verb.Help)
            Verb = named;
        return named != Verb.Stream;
    }

    private void SetDuration(byte* text)
    {
        if (!WholeNumber.TryReadPositive(text, MaxDurationSeconds, out DurationSeconds))
            Error = UsageError.BadDuration;
    }

    // An option of the program's own.
    private static bool TakesOwn(
        ProgramSink sink, ReadOnlySpan<byte> argument, int count, byte** arguments, ref int i, ref UsageError error)
    {
        int equals = argument.IndexOf((byte)'=');
        ReadOnlySpan<byte> name = equals < 0 ? argument : argument[..equals];
        OptionKind kind = name.Length > 2 && name[0] == '-' ? sink.Kind(name) : OptionKind.Unknown;
        if (kind == OptionKind.Unknown || (kind == OptionKind.Switch && equals >= 0))
            return false;
        byte* value = null;
        if (kind == OptionKind.Value)
            TakesValue(name, count, arguments, ref i, ref error, out value);
        if (error == UsageError.None && !sink.Take(name, value))
            error = UsageError.BadValue;
        return true;
    }

    /// <summary>Takes both <c>--name VALUE</c> and <c>--name=VALUE</c>.</summary>
    internal static bool TakesValue(
        ReadOnlySpan<byte> name, int count, byte** arguments, ref int i, ref UsageError error, out byte* value)
    {
        value = null;
        ReadOnlySpan<byte> argument = ZeroTerminatedText.Read(arguments[i]);
        if (argument.Length < name.Length || !argument[..name.Length].SequenceEqual(name))
            return false;
        if (argument.Length > name.Length)
        {
            value = arguments[i] + name.Length + 1;
            return argument[name.Length] == '=';
        }
        if (i + 1 < count)
        {
            value = arguments[++i];
            return true;
        }
        error = UsageError.MissingValue;
        return false;
    }
}
