using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Progress;

namespace Corewright.Build.Ebpf.Generate;

/// <summary>Keeps the C# files beside the loader in step with the objects.</summary>
public static class GeneratedSources
{
    /// <summary>Where a program's file is: <c>packaging/loader/generated/&lt;Program&gt;.cs</c>.</summary>
    public static string PathOf(BuildPaths paths, string program)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return Path.Combine(paths.Packaging, "loader", "generated", CSharpName.Pascal(program) + ".cs");
    }

    /// <summary>Generates the file of each object; one that would stay the same is not touched, so nothing is rebuilt for it.</summary>
    /// <param name="objects">The finished objects.</param>
    /// <param name="paths">Where to.</param>
    /// <param name="log">Gets a line per file.</param>
    /// <param name="cancellationToken">Ends it between two files.</param>
    /// <returns>The files' paths, in the objects' order.</returns>
    /// <exception cref="BuildException">An object is malformed, or exports something that C# can't express.</exception>
    public static async Task<IReadOnlyList<string>> UpdateAsync(
        IReadOnlyList<EbpfObject> objects, BuildPaths paths, IProgressLog log, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(objects);
        ArgumentNullException.ThrowIfNull(log);
        var modules = new List<GeneratedModule>();
        foreach (EbpfObject item in objects)
            modules.Add(ModuleReader.Read(item.Program, await File.ReadAllBytesAsync(item.Path, cancellationToken).ConfigureAwait(false), item.Path));
        IReadOnlyList<GeneratedStruct> support = SupportTypes.Of(modules);
        if (support.Count > 0)
        {
            string source = CSharpSource.WriteSupport(support, SourceDocumentation.OfSupport(paths));
            await SaveAsync(PathOf(paths, SupportTypes.File), source, paths, log, cancellationToken).ConfigureAwait(false);
        }

        var written = new List<string>();
        foreach (GeneratedModule module in modules)
        {
            string path = PathOf(paths, module.Program), source = CSharpSource.Write(module, SourceDocumentation.Of(paths, module.Program));
            await SaveAsync(path, source, paths, log, cancellationToken).ConfigureAwait(false);
            written.Add(path);
        }

        return written;
    }

    /// <summary>Writes a generated file, if it is another than the one that is there, whole or not at all.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="source">Its text.</param>
    /// <param name="paths">What the path is shown relative to.</param>
    /// <param name="log">Gets a line.</param>
    /// <param name="cancellationToken">Leaves the old file.</param>
    internal static async Task SaveAsync(
        string path, string source, BuildPaths paths, IProgressLog log, CancellationToken cancellationToken)
    {
        string shown = Path.GetRelativePath(paths.Root, path);
        bool existed = File.Exists(path);
        if (existed && await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false) == source)
        {
            log.Verbose($"[Unchanged] {shown}");
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path + ".partial", source, cancellationToken).ConfigureAwait(false);
        File.Move(path + ".partial", path, overwrite: true);
        log.Information($"[{(existed ? "Updated" : "Generated")}] {shown}");
    }

    /// <summary>The C# for one object.</summary>
    /// <param name="program">The program's name, such as <c>execwatch</c>.</param>
    /// <param name="elf">The object's bytes.</param>
    /// <param name="where">The object's path, for errors.</param>
    /// <param name="documentation">What the Rust source says of it; null for nothing.</param>
    internal static string Generate(string program, ReadOnlySpan<byte> elf, string where, SourceDocumentation? documentation = null) =>
        CSharpSource.Write(ModuleReader.Read(program, elf, where), documentation);
}
