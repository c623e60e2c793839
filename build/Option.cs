using System;
using System.Globalization;
using System.Linq;
using Cake.Core;

namespace Corewright.Build;

/// <summary>An option as people meet it: <c>--name=VALUE</c>, or <c>Name</c> under <c>[Corewright]</c> in cake.config.</summary>
/// <param name="Name">Without the dashes.</param>
/// <param name="Value">What stands for the value in the help; empty for a switch.</param>
/// <param name="Help">What it does, as an action, without a full stop.</param>
public abstract record Option(string Name, string Value, string Help)
{
    /// <summary>The setting's key for Cake's configuration: cake.config and <c>CAKE_…</c> variables.</summary>
    public string SettingKey => "Corewright_" + Name.Replace("-", "", StringComparison.Ordinal);

    /// <summary>How it is written.</summary>
    public string Usage => Value.Length == 0 ? $"--{Name}" : $"--{Name}={Value}";

    /// <summary>The text that was given, the last one where it was given twice; null where it wasn't given.</summary>
    /// <param name="context">Holds arguments and configuration.</param>
    /// <param name="bare">What a bare <c>--name</c> stands for.</param>
    protected string? Given(ICakeContext context, string bare) =>
        context.Arguments.HasArgument(Name)
            ? context.Arguments.GetArguments(Name).LastOrDefault() ?? bare
            : context.Configuration.GetValue(SettingKey);

    /// <summary>The error for a value that can't be used.</summary>
    protected BuildException Invalid(string text, string allowed) => new($"'{text}' is not {allowed}", $"--{Name}");
}

/// <summary>On or off: <c>--name</c>, <c>--name=true</c>, <c>--name=false</c>.</summary>
/// <inheritdoc cref="Option"/>
public sealed record Switch(string Name, string Help) : Option(Name, "", Help)
{
    /// <summary>Whether it is on.</summary>
    public bool Read(ICakeContext context) => Given(context, "true") is not { } text
        ? false
        : bool.TryParse(text, out bool on) ? on : throw Invalid(text, "true or false");
}

/// <summary>A word.</summary>
/// <inheritdoc cref="Option"/>
public sealed record TextOption(string Name, string Value, string Help, string? Default = null, params string[] Allowed)
    : Option(Name, Value, Help)
{
    /// <summary>The word that was given, or the default.</summary>
    public string? Read(ICakeContext context)
    {
        string? text = Given(context, "");
        if (text is null)
            return Default;
        if (text.Length == 0)
            throw new BuildException("a value is missing", $"--{Name}", $"write {Usage}");
        return Allowed.Length == 0 || Allowed.Contains(text) ? text : throw Invalid(text, "one of " + string.Join(", ", Allowed));
    }

    /// <summary>The word, for a task that can do nothing without it.</summary>
    /// <exception cref="BuildException">It was not given.</exception>
    public string Required(ICakeContext context) =>
        Read(context) ?? throw new BuildException("the option is missing", $"--{Name}", $"write {Usage}");
}

/// <summary>A whole number.</summary>
/// <inheritdoc cref="Option"/>
public sealed record NumberOption(string Name, string Value, string Help, int Minimum, int Maximum) : Option(Name, Value, Help)
{
    /// <summary>The number that was given, or <paramref name="otherwise"/>.</summary>
    public int Read(ICakeContext context, int otherwise) => Given(context, "") is not { } text
        ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && number >= Minimum && number <= Maximum
            ? number
            : throw Invalid(text, $"a whole number from {Minimum} to {Maximum}");
}
