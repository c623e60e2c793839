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
