using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Corewright.Build.Ebpf.Linking;
using Corewright.Build.Store;

namespace Corewright.Build.Ebpf;

/// <summary>
/// The two programs that cargo wants to be told as a path: rustc, which has to run with the toolchain's own libraries, and the
/// linker, which is ourselves. Each is a script of one command, made for this machine.
/// </summary>
/// <param name="Rustc">Starts the toolchain's rustc.</param>
/// <param name="Linker">Starts <c>corewright link</c>.</param>
internal sealed record CargoScripts(string Rustc, string Linker)
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Writes the scripts.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="toolchain">The compiler's root.</param>
    /// <param name="workspace">The workspace, whose path must not get into the object.</param>
    public static CargoScripts Write(string folder, ToolRoot toolchain, string workspace)
    {
        Directory.CreateDirectory(folder);
        // Not in RUSTFLAGS: cargo would make the path a part of the crates' hashes. LLVM reads the source lines for .BTF.ext
        // relative to the workspace, in which rustc and the linker run.
        string start = $"exec {Quote(toolchain.CommandLine("usr/bin/rustc"))} \"$@\" {Quote($"--remap-path-prefix={workspace}=.")}";
        string link = $"exec {Quote(DotnetHost.Path, typeof(LinkCommand).Assembly.Location)} link \"$@\"";
        return new CargoScripts(Write(folder, "rustc", start), Write(folder, "corewright-link", link));
    }

    private static string Write(string folder, string name, string command)
    {
        string path = Path.Combine(folder, name), text = $"#!/bin/sh\n{command}\n";
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
    private static string Quote(params IEnumerable<string> words) =>
        string.Join(' ', words.Select(word => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'"));
}
