using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Loaders;
using Corewright.Build.Plan;

namespace Corewright.Tests.Guests;

/// <summary>Makes static executables of test programs and the libraries that they show: what runs in a guest has nothing else.</summary>
internal static class GuestProgram
{
    private const string BuildId = "00112233445566778899aabbccddeeff00112233";

    /// <summary>Makes one, with every feature of <c>packaging/bpf</c> in it.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="folder">For sources that are generated; exists.</param>
    /// <param name="own">Folders, or files, of the repository: their <c>*.Freestanding.cs</c> are compiled.</param>
    /// <param name="generated">Further sources, absolute.</param>
    /// <param name="architecture">What for.</param>
    /// <param name="cancellation">Kills the compilers.</param>
    /// <returns>The executable's path.</returns>
    public static async Task<string> BuildAsync(
        string name, string folder, string[] own, string[] generated, Architecture architecture, CancellationToken cancellation)
    {
        string features = await FeatureSource.WriteAsync(folder, cancellation);
        IEnumerable<string> sources = own
            .SelectMany(p => p.EndsWith(".cs", StringComparison.Ordinal) ? [p] : Directory
                .EnumerateFiles(Path.Combine(RepositoryRoot.Path, p), "*.Freestanding.cs").Select(f => Path.GetRelativePath(RepositoryRoot.Path, f)))
            .Order(StringComparer.Ordinal);
        IEnumerable<string> library = FreestandingSources.BpfRun(RepositoryStore.Paths)
            .Where(f => f.StartsWith("packaging/corlib/", StringComparison.Ordinal) || f.StartsWith("packaging/bpf/", StringComparison.Ordinal));
        var build = await FreestandingBuild.OpenAsync(RepositoryStore.Paths, RepositoryStore.Store, cancellation);
        string assembly = await build.CompileAsync(name, [.. library, .. sources, features, .. generated], cancellation);
        var objects = await build.ObjectsAsync(assembly, architecture, cancellation);
        return await build.LinkAsync(name, objects, architecture, BuildId, cancellation);
    }
}
