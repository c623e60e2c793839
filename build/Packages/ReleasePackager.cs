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

    /// <summary>Writes a package per loader and tool, and <c>SHA256SUMS</c> over all of them.</summary>
    /// <param name="objects">The objects, by program.</param>
    /// <param name="loaders">The loaders.</param>
    /// <param name="tools">What carries no object: bpfrun.</param>
    /// <param name="cancellationToken">Ends it between two files.</param>
    /// <exception cref="BuildException">A loader's object is missing, or a template is wrong.</exception>
    public async Task<IReadOnlyList<PackageFile>> PackAsync(
        IReadOnlyList<EbpfObject> objects, IReadOnlyList<LoaderBinary> loaders, IReadOnlyList<LoaderBinary> tools,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(objects);
        ArgumentNullException.ThrowIfNull(loaders);
        ArgumentNullException.ThrowIfNull(tools);
        Directory.CreateDirectory(paths.PackageArtifacts);
        var packages = new List<PackageFile>();
        foreach (LoaderBinary loader in loaders)
        {
            EbpfObject item = objects.FirstOrDefault(o => o.Program == loader.Program)
                ?? throw new BuildException($"there is no object for '{loader.Program}'", loader.Path, "build it with --target=Ebpf");
            packages.Add(await PackAsync(loader, folder => EntriesAsync(folder, item, loader, cancellationToken), cancellationToken)
                .ConfigureAwait(false));
        }

        foreach (LoaderBinary tool in tools)
        {
            packages.Add(await PackAsync(tool, folder => ToolEntriesAsync(folder, tool, cancellationToken), cancellationToken)
                .ConfigureAwait(false));
        }

        RemoveOthers(packages);
        await Checksums.WriteAsync(packages, paths.PackageArtifacts, cancellationToken).ConfigureAwait(false);
        return packages;
    }

    private async Task<PackageFile> PackAsync(
        LoaderBinary loader, Func<string, Task<IReadOnlyList<PackageEntry>>> content, CancellationToken cancellationToken)
    {
        string name = $"{loader.Program}-{version.Number}-linux-{loader.Architecture}";
        string path = Path.Combine(paths.PackageArtifacts, name + ".tar.gz");
        IReadOnlyList<PackageEntry> entries = await content(name).ConfigureAwait(false);
        byte[] archive = ReproducibleTar.Write(entries, version.Epoch);
        await AtomicFile.WriteAsync(path, archive, cancellationToken).ConfigureAwait(false);
        log.Verbose($"{Path.GetRelativePath(paths.Root, path)}: {archive.Length} bytes");
        return new(loader.Program, loader.Architecture, "tar.gz", path, archive.Length,
            Convert.ToHexStringLower(SHA256.HashData(archive)));
    }

    private async Task<IReadOnlyList<PackageEntry>> EntriesAsync(
        string folder, EbpfObject item, LoaderBinary loader, CancellationToken cancellationToken)
    {
        string description = await ProgramDescription.ReadAsync(paths, loader.Program, cancellationToken).ConfigureAwait(false);
        var files = new PackageFolder(folder, Formats, Values(loader, description), cancellationToken);
        return
        [
            await files.CopyAsync($"bin/{loader.Program}", loader.Path, PackageEntry.Executable).ConfigureAwait(false),
            await files.CopyAsync($"share/{loader.Program}/{loader.Program}.bpf.o", item.Path).ConfigureAwait(false),
            await files.FillAsync($"lib/systemd/system/{loader.Program}.service", "systemd/program.service").ConfigureAwait(false),
            await files.FillAsync("README.md", "tar.gz/README.md").ConfigureAwait(false),
            await files.FillAsync("LICENSES.md", "tar.gz/LICENSES.md").ConfigureAwait(false),
            .. await LicencesAsync(files).ConfigureAwait(false),
        ];
    }

    private async Task<IReadOnlyList<PackageEntry>> ToolEntriesAsync(string folder, LoaderBinary tool, CancellationToken cancellationToken)
    {
        var files = new PackageFolder(folder, Formats, Values(tool, ""), cancellationToken);
        return
        [
            await files.CopyAsync($"bin/{tool.Program}", tool.Path, PackageEntry.Executable).ConfigureAwait(false),
            await files.CopyAsync($"share/doc/{tool.Program}/{tool.Program}.md", Path.Combine(paths.Root, "docs", $"{tool.Program}.md"))
                .ConfigureAwait(false),
            await files.FillAsync("README.md", $"{tool.Program}/README.md").ConfigureAwait(false),
            await files.FillAsync("LICENSES.md", $"{tool.Program}/LICENSES.md").ConfigureAwait(false),
            .. await LicencesAsync(files).ConfigureAwait(false),
        ];
    }

    private async Task<IReadOnlyList<PackageEntry>> LicencesAsync(PackageFolder files) =>
    [
        await files.CopyAsync("LICENSE-MIT", Path.Combine(paths.Root, "LICENSE-MIT")).ConfigureAwait(false),
        await files.CopyAsync("LICENSE-APACHE", Path.Combine(paths.Root, "LICENSE-APACHE")).ConfigureAwait(false),
    ];

    private Dictionary<string, string> Values(LoaderBinary loader, string description) => new()
    {
        ["PROGRAM"] = loader.Program,
        ["VERSION"] = version.Number,
        ["ARCHITECTURE"] = loader.Architecture,
        ["DESCRIPTION"] = description,
        ["PREFIX"] = Prefix,
        ["EXIT_CODES"] = string.Join('\n', LoaderExitCodes.All.Select(e => $"| {e.Code} | {e.Meaning} |")),
        ["PERMANENT_EXIT_CODES"] = string.Join(' ', LoaderExitCodes.All.Where(e => e.IsPermanent).Select(e => e.Code)),
    };

    // A package of an earlier version beside the new ones would not be in SHA256SUMS: it has no business there.
    private void RemoveOthers(IReadOnlyList<PackageFile> packages)
    {
        foreach (string file in Directory.GetFiles(paths.PackageArtifacts, "*.tar.gz"))
        {
            if (packages.All(p => p.Path != file)) File.Delete(file);
        }
    }
}
