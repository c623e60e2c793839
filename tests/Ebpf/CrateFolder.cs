using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build;
using Corewright.Build.Ebpf;
using Corewright.Build.Plan;
using Corewright.Build.Store;
using Xunit;

namespace Corewright.Tests.Ebpf;

/// <summary>A copy of the cargo workspace in a folder of its own, built with the store's compiler.</summary>
internal sealed class CrateFolder : IDisposable
{
    private readonly string _root;

    /// <summary>Copies the workspace.</summary>
    /// <param name="name">A part of the folder's path, which must not show in what is built there.</param>
    internal CrateFolder(string name = "crates")
    {
        _root = Path.Combine(Directory.CreateTempSubdirectory("corewright").FullName, name);
        Copy(RepositoryStore.Paths.EbpfCrates, Paths.EbpfCrates);
    }

    internal BuildPaths Paths => new(_root, RepositoryStore.Paths.Cache);

    internal static EbpfSettings Settings { get; } = RepositoryStore.Plan.Architectures["x86_64"].Ebpf;

    /// <summary>Adds one of the programs beside these tests.</summary>
    internal void Add(string program) => Copy(
        Path.Combine(RepositoryRoot.Path, "tests", "Ebpf", "crates", program), Path.Combine(Paths.EbpfCrates, "programs", program));

    /// <summary>Writes a file of the workspace.</summary>
    internal void Write(string file, string text)
    {
        string path = Path.Combine(Paths.EbpfCrates, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    /// <summary>Replaces a text that must be there.</summary>
    /// <returns>The line that it begins in, from 1.</returns>
    internal int Change(string file, string from, string to)
    {
        string path = Path.Combine(Paths.EbpfCrates, file), text = File.ReadAllText(path);
        Assert.Contains(from, text);
        File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));
        return text.AsSpan(0, text.IndexOf(from, StringComparison.Ordinal)).Count('\n') + 1;
    }

    internal async Task<EbpfObject> BuildAsync(string program, EbpfTools? tools = null) => (await BuildAsync([program], tools))[0];

    internal async Task<IReadOnlyList<EbpfObject>> BuildAsync(IReadOnlyList<string> programs, EbpfTools? tools = null)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        ToolRoot toolchain = await RepositoryStore.Store.OpenAsync("toolchain", cancellation);
        return await new EbpfBuilder(Paths, toolchain, RepositoryStore.Log, tools).BuildAsync(programs, Settings, cancellation);
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_root)!, recursive: true);

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(from, file))
            .Where(file => !file.StartsWith("target" + Path.DirectorySeparatorChar, StringComparison.Ordinal)))
        {
            string copy = Path.Combine(to, file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Combine(from, file), copy);
        }
    }
}
