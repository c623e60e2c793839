using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Corewright.Build.Ebpf;

/// <summary>A script for those who want to be told a program as one path.</summary>
internal static class ShellScript
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Writes a script, unless it is there already.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="name">The file's name.</param>
    /// <param name="commands">What it runs, for <c>/bin/sh</c>.</param>
    /// <returns>The script's path.</returns>
    public static string Write(string folder, string name, string commands)
    {
        string path = Path.Combine(folder, name), text = $"#!/bin/sh\n{commands}\n";
        if (File.Exists(path) && File.ReadAllText(path) == text)
            return path;
        string temporary = $"{path}.{Environment.ProcessId}.tmp";
        File.WriteAllText(temporary, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(temporary, Executable);
        File.Move(temporary, path, overwrite: true);
        return path;
    }

    /// <summary>Words for the shell, whatever is in them.</summary>
    public static string Quote(params IEnumerable<string> words) =>
        string.Join(' ', words.Select(word => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'"));
}
