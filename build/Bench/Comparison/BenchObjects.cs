using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Ebpf;
using Corewright.Build.Plan;
using Corewright.Build.Progress;
using Corewright.Build.Store;

namespace Corewright.Build.Bench.Comparison;

/// <summary>The two objects that every loader is measured with, from the crates in <c>build/Bench/crates</c>.</summary>
/// <param name="Start">Two programs, a dozen CO-RE reads, a small ring buffer.</param>
/// <param name="Drain">The same with a ring buffer of 16 MiB.</param>
internal sealed record BenchObjects(EbpfObject Start, EbpfObject Drain)
{
    /// <summary>Builds them as any program is built, in a copy of the cargo workspace: they are no programs of the project's.</summary>
    /// <param name="paths">Where things are.</param>
    /// <param name="toolchain">The store's compilers.</param>
    /// <param name="settings">The target.</param>
    /// <param name="log">Says what is built.</param>
    /// <param name="cancellationToken">Ends the compiler.</param>
    /// <exception cref="BuildException">One does not compile.</exception>
    internal static async Task<BenchObjects> BuildAsync(
        BuildPaths paths, ToolRoot toolchain, EbpfSettings settings, IProgressLog log, CancellationToken cancellationToken)
    {
        var copy = new BuildPaths(Path.Combine(paths.Intermediate, "bench"), paths.Cache);
        Directory.CreateDirectory(copy.EbpfCrates);
        Mirror(paths.EbpfCrates, copy.EbpfCrates);
        Mirror(Path.Combine(paths.Root, "build", "Bench", "crates"), Path.Combine(copy.EbpfCrates, "programs"));
        var builder = new EbpfBuilder(copy, toolchain, log);
        return new BenchObjects(
            await builder.BuildAsync("bench-start", settings, cancellationToken),
            await builder.BuildAsync("bench-drain", settings, cancellationToken));
    }

    // Files keep their times, so that cargo sees what changed.
    private static void Mirror(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string relative = Path.GetRelativePath(from, file), copy = Path.Combine(to, relative);
            if (relative.StartsWith("target" + Path.DirectorySeparatorChar, System.StringComparison.Ordinal)
                || (File.Exists(copy) && File.GetLastWriteTimeUtc(copy) == File.GetLastWriteTimeUtc(file)))
                continue;
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
    }
}
