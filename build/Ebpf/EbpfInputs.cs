using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Bpf.Elf;
using Corewright.Build.Ebpf.Linking;
using Corewright.Build.Plan;
using Corewright.Build.Store;

namespace Corewright.Build.Ebpf;

/// <summary>Names everything that decides what an object looks like, by hashes.</summary>
internal static partial class EbpfInputs
{
    /// <summary>The hash of what compiles: the packages of the toolchain, the compiler and the linker. Sources come on top.</summary>
    public static string Compiler(ToolRoot toolchain, EbpfSettings settings, EbpfTools tools)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // The level of log messages that stay in an object (corewright-ebpf/src/log.rs).
        Add(hash, toolchain.Digest, settings.Target, settings.Cpu, Environment.GetEnvironmentVariable("COREWRIGHT_LOG") ?? "");
        Add(hash, tools.Compiler.Digest);
        if (tools.BpfLinker is { } linker)
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(linker)));
        foreach (string assembly in new[] { typeof(LinkCommand).Assembly.Location, typeof(ElfReader).Assembly.Location })
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(assembly)));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>
    /// The source files that cargo compiled for a program: its own, and those of the crates that it takes from paths, in the workspace or
    /// not. Crates of a registry never change (the Cargo Book, "Build Cache", "Dep-info files").
    /// </summary>
    /// <param name="list">The <c>.d</c> file beside the program: <c>program: file file</c>, with <c>\</c> before a space.</param>
    public static IReadOnlyList<string> Sources(string list) =>
        [.. Listed().Matches(list[(list.IndexOf(": ", StringComparison.Ordinal) + 1)..]).Select(match => match.Value.Replace("\\ ", " ", StringComparison.Ordinal))];

    /// <summary>The hash of a compiler, of sources, and of all of the workspace that is no source: manifests, the lock, settings.</summary>
    /// <param name="compiler">From <see cref="Compiler"/>.</param>
    /// <param name="workspace">The workspace's folder.</param>
    /// <param name="sources">From <see cref="Sources"/>.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async Task<string> WithSourcesAsync(
        string compiler, string workspace, IReadOnlyList<string> sources, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, compiler);
        foreach (string file in sources.Concat(Settings(workspace)).Distinct().Order(StringComparer.Ordinal))
        {
            Add(hash, Path.GetRelativePath(workspace, file));
            hash.AppendData(File.Exists(file) ? SHA256.HashData(await File.ReadAllBytesAsync(file, cancellationToken)) : []);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The workspace's files but those of <c>src</c> folders, and of a <c>target</c> folder that someone's own cargo left there.</summary>
    private static IEnumerable<string> Settings(string workspace) =>
        Directory.EnumerateFiles(workspace, "*", SearchOption.AllDirectories).Where(file =>
            Path.GetRelativePath(workspace, file).Split(Path.DirectorySeparatorChar) is var parts && parts[0] != "target" && !parts.Contains("src"));

    private static void Add(IncrementalHash hash, params ReadOnlySpan<string> texts)
    {
        foreach (string text in texts)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(text));
            hash.AppendData([0]);
        }
    }

    [GeneratedRegex(@"(?:\\ |[^\s])+")]
    private static partial Regex Listed();
}
