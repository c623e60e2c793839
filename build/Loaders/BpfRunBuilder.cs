using System;
using System.Collections.Generic;
using System.IO;
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

    /// <summary>Makes it for architectures, in <c>artifacts/loaders/bpfrun-&lt;architecture&gt;</c>.</summary>
    /// <param name="version">The project's version, such as <c>0.1.0</c>.</param>
    /// <param name="architectures">What for.</param>
    /// <param name="cancellationToken">Kills the compilers.</param>
    /// <returns>The executables, in the order of the architectures.</returns>
    /// <exception cref="BuildException">A source does not compile or link.</exception>
    public async Task<IReadOnlyList<LoaderBinary>> PublishAsync(
        string version, IReadOnlyList<Architecture> architectures, CancellationToken cancellationToken)
    {
        var binaries = new List<LoaderBinary>();
        Directory.CreateDirectory(paths.LoaderArtifacts);
        // One after the other: all of them share the first step.
        foreach (Architecture architecture in architectures)
        {
            LoaderBinary made = await BuildAsync(version, architecture, cancellationToken);
            string path = Path.Combine(paths.LoaderArtifacts, $"{Program}-{architecture.Name}");
            string fresh = $"{path}.{Environment.ProcessId}";
            File.Copy(made.Path, fresh, overwrite: true);
            File.Move(fresh, path, overwrite: true);
            binaries.Add(made with { Path = path });
        }
        return binaries;
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
        string features = await FeatureSource.WriteAsync(Path.Combine(paths.Intermediate, "loaders"), cancellationToken);
        string assembly = await build.CompileAsync(Program, [.. FreestandingSources.BpfRun(paths), features], cancellationToken);
        var code = await build.ObjectsAsync(assembly, architecture, cancellationToken);
        PayloadEntry[] pieces = [PayloadPieces.Text(PayloadKind.Version, version)];
        string buildId = BuildId.Of(build, code, pieces);
        byte[] payload = PayloadWriter.Write([.. pieces, PayloadPieces.Text(PayloadKind.BuildId, buildId)]);
        string carrier = await build.PayloadAsync(payload, architecture, cancellationToken);
        string linked = await build.LinkAsync(Program, [.. code, carrier], architecture, buildId, cancellationToken);
        long size = new FileInfo(linked).Length;
        return new LoaderBinary(Program, architecture.Name, linked, size, payload.Length, build.Digest(linked));
    }
}
