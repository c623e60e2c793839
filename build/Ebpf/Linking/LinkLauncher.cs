using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace Corewright.Build.Ebpf.Linking;

/// <summary>
/// Makes the linker a command: a script to put on PATH or to name as a crate's linker, and beside it, in <c>lib/</c>, the assemblies
/// that it starts. The folder may be moved, and the script be linked to from elsewhere.
/// </summary>
public static class LinkLauncher
{
    /// <summary>The command's name.</summary>
    public const string Name = "corewright-link";

    /// <summary>Writes both.</summary>
    /// <param name="folder">Where to; made if it isn't there.</param>
    /// <param name="toolchain">The toolchain whose LLVM is used where nothing else is said.</param>
    /// <returns>The script's path.</returns>
    public static string Write(string folder, string toolchain)
    {
        string library = Path.Combine(folder, "lib");
        Directory.CreateDirectory(library);
        foreach (string file in Assemblies())
            Copy(file, Path.Combine(library, Path.GetFileName(file)));
        return ShellScript.Write(folder, Name, $$"""
            # The BPF linker of Corewright; written by ./build.sh --target=Linker. --help explains it.
            [ "${{{LinkCommand.ToolchainVariable}}+set}" ] || {{LinkCommand.ToolchainVariable}}={{ShellScript.Quote(toolchain)}}
            export {{LinkCommand.ToolchainVariable}}
            folder=$(dirname "$(readlink -f "$0")")
            exec {{ShellScript.Quote(DotnetHost.Path)}} "$folder/lib/{{Path.GetFileName(Main)}}" link "$@"
            """);
    }

    private static string Main => typeof(LinkCommand).Assembly.Location;

    /// <summary>Our own assembly, all that it refers to, and what tells the runtime of it.</summary>
    private static IEnumerable<string> Assemblies()
    {
        string folder = Path.GetDirectoryName(Main)!, list = Path.ChangeExtension(Main, ".deps.json");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(list));
        IEnumerable<string> names = document.RootElement.GetProperty("targets").EnumerateObject()
            .SelectMany(target => target.Value.EnumerateObject())
            .SelectMany(package => package.Value.TryGetProperty("runtime", out JsonElement files) ? files.EnumerateObject().Select(file => file.Name) : []);
        return [list, Path.ChangeExtension(Main, ".runtimeconfig.json"), .. names.Select(name => Path.Combine(folder, Path.GetFileName(name)))];
    }

    // By renaming: a linker that runs keeps the file that it has open.
    private static void Copy(string from, string to)
    {
        string temporary = $"{to}.{Environment.ProcessId}.tmp";
        File.Copy(from, temporary, overwrite: true);
        File.Move(temporary, to, overwrite: true);
    }
}
