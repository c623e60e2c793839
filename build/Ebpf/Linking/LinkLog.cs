using System;
using System.IO;

namespace Corewright.Build.Ebpf.Linking;

/// <summary>How much the linker says.</summary>
internal enum LinkLogLevel
{
    /// <summary>Only why it failed.</summary>
    Off,

    /// <summary>The same.</summary>
    Error,

    /// <summary>What may be a mistake.</summary>
    Warning,

    /// <summary>What it reads and writes.</summary>
    Information,

    /// <summary>Each program that it starts.</summary>
    Debug,
}

/// <summary>The linker's log: standard error, and a file where one was asked for.</summary>
internal sealed class LinkLog : IDisposable
{
    private readonly LinkLogLevel _level;
    private readonly TextWriter _errors;
    private readonly StreamWriter? _file;

    /// <summary>Opens the log.</summary>
    /// <exception cref="BuildException">The file can't be written.</exception>
    public LinkLog(LinkLogLevel level, string? file, TextWriter errors)
    {
        _level = level;
        _errors = errors;
        try
        {
            _file = file is null ? null : new StreamWriter(file, append: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BuildException($"the log can't be written: {e.Message}", file, "name another file with --log-file", e);
        }
    }

    /// <summary>Says something, if so much is to be said.</summary>
    public void Write(LinkLogLevel level, string message)
    {
        if (level > _level)
            return;
        string line = $"corewright-link: {message}";
        _errors.WriteLine(line);
        _file?.WriteLine(line);
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();
}
