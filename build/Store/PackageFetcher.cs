using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Plan;
using Corewright.Build.Progress;

namespace Corewright.Build.Store;

/// <summary>Brings packages into the cache, several at a time, each once.</summary>
internal sealed class PackageFetcher(
    CacheLayout layout,
    PackageCatalogue catalogue,
    StoreOptions options,
    Lazy<MirrorSettings> mirror,
    Transport transport,
    IProgressLog log) : IDisposable
{
    private readonly PackageCache _cache = new(layout);
    private readonly SemaphoreSlim _connections = new(options.Connections);

    /// <summary>How a single file is fetched. Tests put one with shorter pauses here.</summary>
    public Download Download { get; init; } = new(transport, log);

    public bool IsPresent(LockedPackage package) => _cache.IsPresent(package);

    public bool IsForgotten(LockedPackage package) => _cache.IsForgotten(package);

    /// <summary>How much of the package an earlier, interrupted build has fetched.</summary>
    public long PartialBytes(LockedPackage package)
    {
        static long Length(string path, long most) => File.Exists(path) ? Math.Min(new FileInfo(path).Length, most) : 0;

        return package.Parts.Count == 0
            ? Length(layout.Partial(package), package.Size)
            : package.Parts.Sum(part => Length(layout.Partial(part), part.Length));
    }

    /// <summary>Removes the package's file, once nobody is fetching it.</summary>
    public async Task ForgetAsync(LockedPackage package, CancellationToken cancellationToken)
    {
        using IDisposable guard = await LockAsync(package, cancellationToken);
        _cache.Forget(package);
    }

    /// <summary>Removes the package's file, which is not needed again.</summary>
    public void Remove(LockedPackage package) => _cache.Remove(package);

    /// <summary>All packages of the sets: verified paths by SHA-256.</summary>
    /// <exception cref="PackageGoneException">The mirror has dropped some; it names them all.</exception>
    public async Task<IReadOnlyDictionary<string, string>> FetchAsync(
        IReadOnlyList<LockedSet> sets, CancellationToken cancellationToken)
    {
        LockedPackage[] packages = [.. sets.SelectMany(set => set.Packages).DistinctBy(package => package.Sha256)];
        var paths = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var missing = new List<LockedPackage>();
        foreach (LockedPackage package in packages)
        {
            string? path = await _cache.FindAsync(package, damage => Altered(package, damage), cancellationToken);
            if (path is null)
                missing.Add(package);
            else
                paths[package.Sha256] = path;
        }

        if (missing.Count == 0)
            return paths;
        if (options.Offline)
            throw OfflineLack(sets, missing);
        await FetchMissingAsync(sets, missing, paths, cancellationToken);
        return paths;
    }

    public void Dispose() => transport.Dispose();

    private async Task FetchMissingAsync(
        IReadOnlyList<LockedSet> sets,
        List<LockedPackage> missing,
        ConcurrentDictionary<string, string> paths,
        CancellationToken cancellationToken)
    {
        long bytes = missing.Sum(package => package.FetchBytes - PartialBytes(package));
        RequireSpace(bytes);
        log.Information(
            $"fetching {Megabytes(bytes)} in {missing.Count} packages for {Names(sets)}"
            + $" from {mirror.Value.Main.Host} (as in {mirror.Value.Origin})");
        var gone = new ConcurrentBag<PackageGoneException>();
        using IProgressItem progress = log.Begin(sets.Count == 1 ? "fetch " + sets[0].Name : "fetch", bytes);
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = options.Connections,
            CancellationToken = cancellationToken,
        };

        // The largest first, so that no connection is left with it at the end.
        await Parallel.ForEachAsync(missing.OrderByDescending(package => package.FetchBytes), parallel, async (package, token) =>
        {
            try
            {
                paths[package.Sha256] = await FetchAsync(package, progress, token);
            }
            catch (PackageGoneException error)
            {
                error.Packages.Add(package.Sha256);
                gone.Add(error);
            }
        });
        if (gone.TryPeek(out PackageGoneException? first))
        {
            first.Packages.UnionWith(gone.SelectMany(error => error.Packages));
            throw first;
        }
    }

    private async Task<string> FetchAsync(LockedPackage package, IProgressItem progress, CancellationToken cancellationToken)
    {
        using IDisposable guard = await LockAsync(package, cancellationToken);
        if (await _cache.FindAsync(package, damage => Altered(package, damage), cancellationToken) is { } already)
        {
            progress.Advance(package.FetchBytes);
            return already;
        }

        await _connections.WaitAsync(cancellationToken);
        try
        {
            progress.Report(package.Name);
            string path = layout.Package(package);
            if (package.Parts.Count > 0)
            {
                await FetchPartsAsync(package, path, progress, cancellationToken);
            }
            else
            {
                var wanted = new Wanted(Address(package), package.Size, package.Sha256, package.Title);
                await Download.RunAsync(wanted, layout.Partial(package), path, progress, cancellationToken);
            }

            _cache.Trust(package);
            return path;
        }
        finally
        {
            _connections.Release();
        }
    }

    // The parts stand where they stand in the whole package; between them the file has holes, which take no space.
    private async Task FetchPartsAsync(
        LockedPackage package, string path, IProgressItem progress, CancellationToken cancellationToken)
    {
        Uri address = Address(package);
        foreach (PackagePart part in package.Parts)
        {
            string partial = layout.Partial(part);
            await Download.RunAsync(
                new Wanted(address, part.Length, part.Sha256, package.Title, part.Offset, IsPart: true),
                partial, partial, progress, cancellationToken);
        }

        string assembled = path + ".new";
        Directory.CreateDirectory(layout.Packages);
        await using (var file = new FileStream(assembled, FileMode.Create, FileAccess.Write, FileShare.None, 0))
        {
            file.SetLength(package.Size);
            foreach (PackagePart part in package.Parts)
            {
                await using FileStream content = File.OpenRead(layout.Partial(part));
                file.Position = part.Offset;
                await content.CopyToAsync(file, cancellationToken);
            }
        }

        File.Move(assembled, path, overwrite: true);
        foreach (PackagePart part in package.Parts)
            File.Delete(layout.Partial(part));
    }

    private Uri Address(LockedPackage package)
    {
        Suite suite = catalogue.Suites.TryGetValue(package.Suite, out Suite? known)
            ? known
            : throw Spelling.Unknown("suite", package.Suite, "targets/packages.lock", [.. catalogue.Suites.Keys], "known");
        return mirror.Value.File(suite.Archive, package.Path);
    }

    private Task<IDisposable> LockAsync(LockedPackage package, CancellationToken cancellationToken) =>
        CrossProcessLock.AcquireAsync(
            layout.Lock(package.Sha256), () => log.Verbose($"waiting for another build that fetches {package.Name}"),
            cancellationToken);

    private void Altered(LockedPackage package, string damage) =>
        log.Warning($"{layout.Package(package)} is not {package.Title} ({damage}); it is fetched again");

    private static BuildException OfflineLack(IReadOnlyList<LockedSet> sets, List<LockedPackage> missing)
    {
        string[] names = [.. sets.Where(set => set.Packages.Any(missing.Contains)).Select(set => $"'{set.Name}'")];
        if (names.Length > 4)
            names = [.. names[..3], $"{names.Length - 3} more package sets"];
        string first = missing.Count == 1 ? missing[0].Title : $"{missing[0].Title} and {missing.Count - 1} more";
        return new BuildException(
            $"the cache lacks {Megabytes(missing.Sum(package => package.FetchBytes))} of {string.Join(", ", names)} ({first}), and"
            + " --offline forbids to fetch it", next: "run ./build.sh --target=Fetch once with a network");
    }

    private static string Names(IReadOnlyList<LockedSet> sets) =>
        sets.Count > 3 ? $"{sets.Count} package sets" : string.Join(", ", sets.Select(set => set.Name));

    private void RequireSpace(long bytes)
    {
        CacheFolder.Create(layout.Root);
        long free = new DriveInfo(layout.Root).AvailableFreeSpace;
        if (free < bytes)
        {
            throw new BuildException(
                $"{Megabytes(bytes)} are to be fetched, {Megabytes(free)} are free", layout.Root,
                "free some space, or name another cache with --cache=");
        }
    }

    private static string Megabytes(long bytes) =>
        string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");
}
