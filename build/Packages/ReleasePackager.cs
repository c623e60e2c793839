using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Ebpf;
using Corewright.Build.Loaders;
using Corewright.Build.Progress;

namespace Corewright.Build.Packages;

/// <summary>Wraps loaders into release files: <c>&lt;program&gt;-&lt;version&gt;-linux-&lt;architecture&gt;.tar.gz</c>.</summary>
/// <param name="paths">Where things are.</param>
/// <param name="version">What is built, and of when.</param>
/// <param name="log">Gets a line per file.</param>
public sealed class ReleasePackager(BuildPaths paths, SourceVersion version, IProgressLog log)
{
    private const string Prefix = "/usr/local";

    private string Formats => Path.Combine(paths.Packaging, "formats");

    /// <summary>Writes a package per loader, and <c>SHA256SUMS</c> over all of them.</summary>
    /// <param name="objects">The objects, by program.</param>
    /// <param name="loaders">The loaders.</param>
    /// <param name="cancellationToken">Ends it between two files.</param>
    /// <exception cref="BuildException">A loader's object is missing, or a template is wrong.</exception>
    public async Task<IReadOnlyList<PackageFile>> PackAsync(
        IReadOnlyList<EbpfObject> objects, IReadOnlyList<LoaderBinary> loaders, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(objects);
        ArgumentNullException.ThrowIfNull(loaders);
        Directory.CreateDirectory(paths.PackageArtifacts);
        var packages = new List<PackageFile>();
        foreach (LoaderBinary loader in loaders)
        {
            EbpfObject item = objects.FirstOrDefault(o => o.Program == loader.Program)
                ?? throw new BuildException($"there is no object for '{loader.Program}'", loader.Path, "build it with --target=Ebpf");
            packages.Add(await PackAsync(item, loader, cancellationToken).ConfigureAwait(false));
        }

        RemoveOthers(packages);
        await Checksums.WriteAsync(packages, paths.PackageArtifacts, cancellationToken).ConfigureAwait(false);
        return packages;
    }

    private async Task<PackageFile> PackAsync(EbpfObject item, LoaderBinary loader, CancellationToken cancellationToken)
    {
        string name = $"{loader.Program}-{version.Number}-linux-{loader.Architecture}";
        string path = Path.Combine(paths.PackageArtifacts, name + ".tar.gz");
        IReadOnlyList<PackageEntry> entries = await EntriesAsync(name, item, loader, cancellationToken).ConfigureAwait(false);
        byte[] archive = ReproducibleTar.Write(entries, version.Epoch);
        await AtomicFile.WriteAsync(path, archive, cancellationToken).ConfigureAwait(false);
        log.Verbose($"{Path.GetRelativePath(paths.Root, path)}: {archive.Length} bytes");
        return new(loader.Program, loader.Architecture, "tar.gz", path, archive.Length,
            Convert.ToHexStringLower(SHA256.HashData(archive)));
    }

    private async Task<IReadOnlyList<PackageEntry>> EntriesAsync(
        string folder, EbpfObject item, LoaderBinary loader, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, string>
        {
            ["PROGRAM"] = loader.Program,
            ["VERSION"] = version.Number,
            ["ARCHITECTURE"] = loader.Architecture,
            ["DESCRIPTION"] = await ProgramDescription.ReadAsync(paths, loader.Program, cancellationToken).ConfigureAwait(false),
            ["PREFIX"] = Prefix,
            ["EXIT_CODES"] = string.Join('\n', LoaderExitCodes.All.Select(e => $"| {e.Code} | {e.Meaning} |")),
            ["PERMANENT_EXIT_CODES"] = string.Join(' ', LoaderExitCodes.All.Where(e => e.IsPermanent).Select(e => e.Code)),
        };

        async Task<PackageEntry> Filled(string to, string template) => new(
            $"{folder}/{to}", PackageEntry.Plain,
            await Template.FillAsync(Path.Combine(Formats, template), values, cancellationToken).ConfigureAwait(false));

        async Task<PackageEntry> Copied(string to, string from, int mode) => new(
            $"{folder}/{to}", mode, await File.ReadAllBytesAsync(from, cancellationToken).ConfigureAwait(false));

        return
        [
            await Copied($"bin/{loader.Program}", loader.Path, PackageEntry.Executable).ConfigureAwait(false),
            await Copied($"share/{loader.Program}/{loader.Program}.bpf.o", item.Path, PackageEntry.Plain).ConfigureAwait(false),
            await Filled($"lib/systemd/system/{loader.Program}.service", "systemd/program.service").ConfigureAwait(false),
            await Filled("README.md", "tar.gz/README.md").ConfigureAwait(false),
            await Filled("LICENSES.md", "tar.gz/LICENSES.md").ConfigureAwait(false),
            await Copied("LICENSE-MIT", Path.Combine(paths.Root, "LICENSE-MIT"), PackageEntry.Plain).ConfigureAwait(false),
            await Copied("LICENSE-APACHE", Path.Combine(paths.Root, "LICENSE-APACHE"), PackageEntry.Plain).ConfigureAwait(false),
        ];
    }

    // A package of an earlier version beside the new ones would not be in SHA256SUMS: it has no business there.
    private void RemoveOthers(IReadOnlyList<PackageFile> packages)
    {
        foreach (string file in Directory.GetFiles(paths.PackageArtifacts, "*.tar.gz"))
        {
            if (packages.All(p => p.Path != file)) File.Delete(file);
        }
    }
}
