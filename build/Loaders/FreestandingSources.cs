using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Corewright.Build.Ebpf.Generate;

namespace Corewright.Build.Loaders;

/// <summary>
/// Which C# files go into a freestanding program. <c>*.Hosted.cs</c> is for .NET only; what lies below the loader's folder
/// <c>Programs</c> belongs to the program that the folder there is named after, and so does a generated file, but for the one with the
/// support crate's types.
/// </summary>
internal static class FreestandingSources
{
    // The loader's files that bpfrun takes beside the folders Loading and Output; the list is also in its project.
    private static readonly string[] s_shared =
    [
        "Commands/Check.cs", "Commands/CheckReport.cs", "ExitCode.cs", "ExitCodes.cs", "Failure.cs", "Payload.cs", "ZeroTerminatedText.cs",
    ];

    /// <summary>The core library alone.</summary>
    /// <param name="paths">Where things are.</param>
    public static IReadOnlyList<string> CoreLibrary(BuildPaths paths) => In(paths, "corlib", null);

    /// <summary>The core library, the eBPF library and the loader of one program.</summary>
    /// <param name="paths">Where things are.</param>
    /// <param name="program">The name of the program whose sink and types are taken.</param>
    public static IReadOnlyList<string> Loader(BuildPaths paths, string program) =>
        [.. In(paths, "corlib", program), .. In(paths, "bpf", program), .. In(paths, "loader", program)];

    /// <summary>The core library, the eBPF library and bpfrun, with what it shares with the loaders.</summary>
    /// <param name="paths">Where things are.</param>
    public static IReadOnlyList<string> BpfRun(BuildPaths paths) =>
    [
        .. In(paths, "corlib", null), .. In(paths, "bpf", null),
        .. In(paths, "loader", null).Where(file => s_shared.Contains(Path.GetRelativePath("packaging/loader", file))
            || Path.GetDirectoryName(file) is "packaging/loader/Loading" or "packaging/loader/Output"),
        .. In(paths, "bpfrun", null),
    ];

    // Relative to the root and in a fixed order: neither may depend on where the clone is.
    private static List<string> In(BuildPaths paths, string folder, string? program)
    {
        string top = Path.Combine(paths.Packaging, folder);
        return [.. Directory.EnumerateFiles(top, "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(paths.Root, file))
            .Where(file => Belongs(file.Split(Path.DirectorySeparatorChar), program))
            .Order(StringComparer.Ordinal)];
    }

    private static bool Belongs(string[] parts, string? program)
    {
        if (parts[^1].EndsWith(".Hosted.cs", StringComparison.Ordinal) || parts.Contains("bin") || parts.Contains("obj"))
            return false;
        if (parts[1] != "loader")
            return true;
        string? name = program is null ? null : CSharpName.Pascal(program);
        return (parts[2] != "Programs" || parts.Length == 4 || parts[3] == name) && (parts[2] != "generated" || parts[3] == name + ".cs" || parts[3] == SupportTypes.File + ".cs");
    }
}
