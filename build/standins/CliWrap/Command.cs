using System;
using System.Collections.Generic;
using System.IO;
using CliWrap.Builders;

namespace CliWrap;

public interface ICommandConfiguration
{
    string TargetFilePath { get; }

    string Arguments { get; }

    string WorkingDirPath { get; }

    IReadOnlyDictionary<string, string?> EnvironmentVariables { get; }

    CommandResultValidation Validation { get; }

    PipeSource StandardInputPipe { get; }

    PipeTarget StandardOutputPipe { get; }

    PipeTarget StandardErrorPipe { get; }
}

[Flags]
public enum CommandResultValidation
{
    None = 0,
    ZeroExitCode = 1,
}

public partial class Command(string targetFilePath) : ICommandConfiguration
{
    public string TargetFilePath { get; private init; } = targetFilePath;

    public string Arguments { get; private init; } = "";

    public string WorkingDirPath { get; private init; } = Directory.GetCurrentDirectory();

    public IReadOnlyDictionary<string, string?> EnvironmentVariables { get; private init; } = new Dictionary<string, string?>();

    public CommandResultValidation Validation { get; private init; } = CommandResultValidation.ZeroExitCode;

    public PipeSource StandardInputPipe { get; private init; } = PipeSource.Null;

    public PipeTarget StandardOutputPipe { get; private init; } = PipeTarget.Null;

    public PipeTarget StandardErrorPipe { get; private init; } = PipeTarget.Null;

    private Command(Command other) : this(other.TargetFilePath)
    {
        Arguments = other.Arguments;
        WorkingDirPath = other.WorkingDirPath;
        EnvironmentVariables = other.EnvironmentVariables;
        Validation = other.Validation;
        StandardInputPipe = other.StandardInputPipe;
        StandardOutputPipe = other.StandardOutputPipe;
        StandardErrorPipe = other.StandardErrorPipe;
    }

    public Command WithTargetFile(string targetFilePath) => new(this) { TargetFilePath = targetFilePath };

    public Command WithArguments(string arguments) => new(this) { Arguments = arguments };

    public Command WithArguments(IEnumerable<string> arguments) => WithArguments(a => a.Add(arguments));

    public Command WithArguments(Action<ArgumentsBuilder> configure)
    {
        var builder = new ArgumentsBuilder();
        configure(builder);
        return WithArguments(builder.Build());
    }

    public Command WithWorkingDirectory(string workingDirPath) => new(this) { WorkingDirPath = workingDirPath };

    public Command WithEnvironmentVariables(IReadOnlyDictionary<string, string?> environmentVariables) =>
        new(this) { EnvironmentVariables = environmentVariables };

    public Command WithEnvironmentVariables(Action<EnvironmentVariablesBuilder> configure)
    {
        var builder = new EnvironmentVariablesBuilder();
        configure(builder);
        return WithEnvironmentVariables(builder.Build());
    }

    public Command WithValidation(CommandResultValidation validation) => new(this) { Validation = validation };

    public Command WithStandardInputPipe(PipeSource source) => new(this) { StandardInputPipe = source };

    public Command WithStandardOutputPipe(PipeTarget target) => new(this) { StandardOutputPipe = target };

    public Command WithStandardErrorPipe(PipeTarget target) => new(this) { StandardErrorPipe = target };

    public override string ToString() => TargetFilePath + " " + Arguments;
}
