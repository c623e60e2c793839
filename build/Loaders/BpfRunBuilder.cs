using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Plan;
using Corewright.Build.Store;

namespace Corewright.Build.Loaders;

/// <summary>Makes bpfrun, the loader of any object, as a static executable. Every step is cached by what goes into it.</summary>
/// <param name="paths">Where things are.</param>
/// <param name="store">Brings llvm-mc and ld.lld.</param>
public sealed class BpfRunBuilder(BuildPaths paths, IToolStore store)
{
    /// <summary>What it is called.</summary>
    public const string Program = "bpfrun";

    /// <summary>Makes it for architectures, in <c>artifacts/loaders/bpfrun-&lt;architecture&gt;</c>, with its symbols beside.</summary>
    /// <param name="version">The project's version, such as <c>0.1.0</c>.</param>
    /// <param name="architectures">What for.</param>
    /// <param name="cancellationToken">Kills the compilers.</param>
    /// <returns>The executables, in the order of the architectures.</returns>
    /// <exception cref="BuildException">A source does not compile or link.</exception>
    public async Task<IReadOnlyList<LoaderBinary>> PublishAsync(
        string version, IReadOnlyList<Architecture> architectures, CancellationToken cancellationToken)
    {
        var build = await FreestandingBuild.OpenAsync(paths, store, cancellationToken);
        string assembly = await CompileAsync(build, cancellationToken);
        Directory.CreateDirectory(paths.LoaderArtifacts);
        return await Task.WhenAll(architectures.Select(async architecture =>
        {
            (LoaderBinary made, string buildId, IReadOnlyList<string> objects) = await LinkAsync(build, assembly, version, architecture, cancellationToken);
            string symbols = await build.SymbolsAsync(Program, assembly, objects, architecture, buildId, cancellationToken);
            Publish(symbols, $"{Program}-{architecture.Name}{LoaderBuilder.SymbolsEnding}");
            return made with { Path = Publish(made.Path, $"{Program}-{architecture.Name}") };
        }));
    }

    /// <summary>Makes it for one architecture.</summary>
    /// <param name="version">The project's version, such as <c>0.1.0</c>.</param>
    /// <param name="architecture">What for.</param>
    /// <param name="cancellationToken">Kills the compilers.</param>
    /// <returns>The executable, among the intermediate files.</returns>
    /// <exception cref="BuildException">A source does not compile or link.</exception>
    public async Task<LoaderBinary> BuildAsync(string version, Architecture architecture, CancellationToken cancellationToken)
    {
        var build = await FreestandingBuild.OpenAsync(paths, store, cancellationToken);
        string assembly = await CompileAsync(build, cancellationToken);
        return (await LinkAsync(build, assembly, version, architecture, cancellationToken)).Binary;
    }

    private async Task<string> CompileAsync(FreestandingBuild build, CancellationToken cancellationToken)
    {
        string features = await FeatureSource.WriteAsync(Path.Combine(paths.Intermediate, "loaders"), cancellationToken);
        return await build.CompileAsync(Program, [.. FreestandingSources.BpfRun(paths), features], cancellationToken);
    }

    private static async Task<(LoaderBinary Binary, string BuildId, IReadOnlyList<string> Objects)> LinkAsync(
        FreestandingBuild build, string assembly, string version, Architecture architecture, CancellationToken cancellationToken)
    {
        var code = await build.ObjectsAsync(assembly, architecture, cancellationToken);
        PayloadEntry[] pieces = [PayloadPieces.Text(PayloadKind.Version, version)];
        string buildId = BuildId.Of(build, code, pieces);
        byte[] payload = PayloadWriter.Write([.. pieces, PayloadPieces.Text(PayloadKind.BuildId, buildId)]);
        string[] objects = [.. code, await build.PayloadAsync(payload, architecture, cancellationToken)];
        string linked = await build.LinkAsync(Program, objects, architecture, buildId, cancellationToken);
        var binary = new LoaderBinary(
            Program, architecture.Name, linked, new FileInfo(linked).Length, payload.Length, build.Digest(linked));
        return (binary, buildId, objects);
    }

    private string Publish(string made, string name)
    {
        string path = Path.Combine(paths.LoaderArtifacts, name);
        string fresh = $"{path}.{Environment.ProcessId}";
        File.Copy(made, fresh, overwrite: true);
        File.Move(fresh, path, overwrite: true);
        return path;
    }
}
