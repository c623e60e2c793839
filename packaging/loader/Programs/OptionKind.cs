namespace Corewright.Loader.Programs;

/// <summary>What an argument is to a program.</summary>
internal enum OptionKind
{
    /// <summary>Nothing that it knows.</summary>
    Unknown,

    /// <summary>A switch.</summary>
    Switch,

    /// <summary>An option with a value: <c>--name VALUE</c> or <c>--name=VALUE</c>.</summary>
    Value,
}
