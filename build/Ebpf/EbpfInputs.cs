using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Bpf.Elf;
using Corewright.Build.Ebpf.Linking;
using Corewright.Build.Plan;
using Corewright.Build.Store;

namespace Corewright.Build.Ebpf;

/// <summary>Names everything that decides what an object looks like, by hashes.</summary>
internal static class EbpfInputs
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

    /// <summary>The hash of a compiler and of the workspace's sources.</summary>
    /// <param name="compiler">From <see cref="Compiler"/>.</param>
    /// <param name="workspace">The workspace's folder.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async Task<string> WithSourcesAsync(string compiler, string workspace, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, compiler);
        foreach (string file in Sources(workspace).Order(StringComparer.Ordinal))
        {
            Add(hash, file);
            hash.AppendData(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(workspace, file), cancellationToken)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>All files of the workspace but those of a <c>target</c> folder that someone's own cargo left there.</summary>
    private static IEnumerable<string> Sources(string workspace) =>
        Directory.EnumerateFiles(workspace, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(workspace, file))
            .Where(file => !file.StartsWith("target" + Path.DirectorySeparatorChar, StringComparison.Ordinal));

    private static void Add(IncrementalHash hash, params ReadOnlySpan<string> texts)
    {
        foreach (string text in texts)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(text));
            hash.AppendData([0]);
        }
    }
}
