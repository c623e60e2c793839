using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Corewright.Build.Ebpf;

/// <summary>
/// The cargo workspace: which of its crates are programs. A program says so in its manifest:
/// <c>[package.metadata.corewright]</c> with <c>program = true</c>.
/// </summary>
public static class EbpfWorkspace
{
    private const string Table = "[package.metadata.corewright]";

    /// <summary>The names of the program crates, sorted.</summary>
    /// <param name="paths">Where the workspace is.</param>
    /// <exception cref="BuildException">There is no workspace, or a program's manifest names no package.</exception>
    public static IReadOnlyList<string> Programs(BuildPaths paths)
    {
        if (!File.Exists(Path.Combine(paths.EbpfCrates, "Cargo.toml")))
            throw new BuildException("there is no cargo workspace", paths.EbpfCrates, "run the build from a complete checkout");
        return [.. Directory.EnumerateDirectories(paths.EbpfCrates)
            .Select(folder => Path.Combine(folder, "Cargo.toml"))
            .Where(File.Exists).Select(ProgramOf).OfType<string>().Order(StringComparer.Ordinal)];
    }

    /// <summary>The package's name if the manifest makes it a program, else null.</summary>
    private static string? ProgramOf(string manifest)
    {
        string table = "";
        string? name = null;
        bool isProgram = false;
        foreach (string raw in File.ReadLines(manifest))
        {
            // Only two keys matter, and both have values without a '#'.
            string line = raw.Split('#')[0].Trim();
            if (line.StartsWith('['))
                table = line;
            else if (table == "[package]" && Value(line, "name") is { } text)
                name = text.Trim('"');
            else if (table == Table && Value(line, "program") is { } flag)
                isProgram = flag == "true";
        }

        if (isProgram && name is null)
            throw new BuildException("a program without a [package] name", manifest);
        return isProgram ? name : null;
    }

    private static string? Value(string line, string key)
    {
        int equals = line.IndexOf('=');
        return equals > 0 && line.AsSpan(0, equals).Trim().SequenceEqual(key) ? line[(equals + 1)..].Trim() : null;
    }
}
