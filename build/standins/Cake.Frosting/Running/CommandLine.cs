using System;
using System.Collections.Generic;
using System.Linq;
using Cake.Core;
using Cake.Core.Diagnostics;

namespace Cake.Frosting.Running;

/// <summary>Cake's own options, and everything else as the build's arguments.</summary>
internal sealed class CommandLine
{
    private static readonly Dictionary<string, string> Flags = new(StringComparer.Ordinal)
    {
        ["description"] = "description",
        ["descriptions"] = "description",
        ["showdescription"] = "description",
        ["showdescriptions"] = "description",
        ["tree"] = "tree",
        ["showtree"] = "tree",
        ["dryrun"] = "dryrun",
        ["noop"] = "dryrun",
        ["whatif"] = "dryrun",
        ["exclusive"] = "exclusive",
        ["e"] = "exclusive",
        ["version"] = "version",
        ["ver"] = "version",
    };

    private static readonly Dictionary<string, string> Valued = new(StringComparer.Ordinal)
    {
        ["target"] = "target",
        ["Target"] = "target",
        ["t"] = "target",
        ["working"] = "working",
        ["w"] = "working",
        ["verbosity"] = "verbosity",
        ["v"] = "verbosity",
    };

    private readonly HashSet<string> set = [];

    public List<string> Targets { get; } = [];

    public Dictionary<string, List<string>> Remaining { get; } = new(StringComparer.OrdinalIgnoreCase);

    public string Working { get; private set; }

    public Verbosity Verbosity { get; private set; } = Verbosity.Normal;

    public bool Description => set.Contains("description");

    public bool Tree => set.Contains("tree");

    public bool DryRun => set.Contains("dryrun");

    public bool Exclusive => set.Contains("exclusive");

    public bool Version => set.Contains("version");

    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var line = new CommandLine();
        for (int i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] == "--")
                break;
            var (name, value) = Split(arguments[i]);
            // As for the package: a value may also be the next word, unless that is an option itself.
            bool nextIsValue = value is null && i + 1 < arguments.Count && !arguments[i + 1].StartsWith('-');
            if (Flags.TryGetValue(name, out string flag))
            {
                if (nextIsValue && bool.TryParse(arguments[i + 1], out _))
                    value = arguments[++i];
                line.SetFlag(flag, name, value);
                continue;
            }

            if (nextIsValue)
                value = arguments[++i];
            if (Valued.TryGetValue(name, out string known))
                line.SetValue(known, value ?? throw new CakeException($"Option '{name}' is defined but no value has been provided."));
            else
                line.Add(name, value);
        }

        if (line.Targets.Count == 0)
            line.Targets.Add("Default");
        foreach (string target in line.Targets)
            line.Add("target", target);
        return line;
    }

    private static (string Name, string Value) Split(string argument)
    {
        if (!argument.StartsWith('-') || argument.Length == 1)
            throw new CakeException($"Unknown command '{argument}'.");
        bool isLong = argument.StartsWith("--", StringComparison.Ordinal);
        string body = argument[(isLong ? 2 : 1)..];
        int separator = body.IndexOfAny(['=', ':']);
        string name = separator < 0 ? body : body[..separator];
        if (name.Length == 0 || char.IsDigit(name[0]))
            throw new CakeException($"Invalid option name '{argument}'.");
        if (isLong && name.Length == 1)
            throw new CakeException("Option name must consist of more than one character.");
        return (name, separator < 0 ? null : body[(separator + 1)..]);
    }

    private void SetFlag(string flag, string name, string value)
    {
        if (value is null || (bool.TryParse(value, out bool on) && on))
            set.Add(flag);
        else if (!bool.TryParse(value, out _))
            throw new CakeException($"The value '{value}' is not valid for the flag '{name}'.");
    }

    private void SetValue(string option, string value)
    {
        switch (option)
        {
            case "target":
                Targets.Add(value);
                break;
            case "working":
                Working = value;
                break;
            default:
                Verbosity = ParseVerbosity(value);
                break;
        }
    }

    private void Add(string name, string value)
    {
        if (!Remaining.TryGetValue(name, out var values))
            Remaining[name] = values = [];
        values.Add(value);
    }

    private static Verbosity ParseVerbosity(string value)
    {
        var matches = Enum.GetValues<Verbosity>().Where(v =>
            v.ToString().Equals(value, StringComparison.OrdinalIgnoreCase)
            || v.ToString()[..1].Equals(value, StringComparison.OrdinalIgnoreCase)).ToArray();
        return matches.Length == 1 ? matches[0] : throw new CakeException($"The value '{value}' is not a valid verbosity.");
    }
}
