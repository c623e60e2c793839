using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Plan;
using Corewright.Build.Progress;

namespace Corewright.Build.Store;

/// <summary>
/// The store: Debian packages by pinned checksum, in a cache that all clones of a user share. Safe to use from several threads
/// and from several builds at once.
/// </summary>
public sealed class PackageStore : IToolStore, IDisposable
{
    // ENOSPC of errno(3).
    private const int NoSpace = 28;

    private readonly PackageCatalogue _catalogue;
    private readonly StoreOptions _options;
    private readonly CacheLayout _layout;
    private readonly SetLedger _ledger;
    private readonly ISetResolver _resolver;
    private readonly PackageFetcher _fetcher;
    private readonly IProgressLog _log;
    private readonly ConcurrentDictionary<string, ToolRoot> _opened = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _gates = new(StringComparer.Ordinal);

    /// <summary>A store over the plan's package sets.</summary>
    /// <param name="paths">Where the lock and the cache are.</param>
    /// <param name="catalogue">Suites and sets, from <see cref="BuildPlan.Packages"/>.</param>
    /// <param name="options">How it behaves.</param>
    /// <param name="log">Where it says what it does.</param>
    public PackageStore(BuildPaths paths, PackageCatalogue catalogue, StoreOptions options, IProgressLog log)
        : this(paths, catalogue, options, log, new Transport(options.Connections), null)
    {
    }

    internal PackageStore(
        BuildPaths paths,
        PackageCatalogue catalogue,
        StoreOptions options,
        IProgressLog log,
        Transport transport,
        ISetResolver? resolver)
    {
        _catalogue = catalogue;
        _options = options;
        _layout = new CacheLayout(paths.Cache);
        _log = log;
        var mirror = new Lazy<MirrorSettings>(() => MirrorSettings.Find(options));
        resolver ??= new ArchiveResolver(catalogue, new SuiteIndexes(
            mirror, transport, new GpgvVerifier(() => mirror.Value.Keyring), _layout, log));
        _resolver = resolver;
        _ledger = new SetLedger(paths, catalogue, options, _layout, resolver, log);
        _fetcher = new PackageFetcher(_layout, catalogue, options, mirror, transport, log);
    }

    /// <inheritdoc/>
    public async Task<ToolRoot> OpenAsync(string set, CancellationToken cancellationToken)
    {
        if (_opened.TryGetValue(set, out ToolRoot? opened))
            return opened;
        SemaphoreSlim gate = _gates.GetOrAdd(set, _ => new SemaphoreSlim(1));
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (_opened.TryGetValue(set, out opened))
                return opened;
            return _opened[set] = await OpenOrMakeAsync(set, cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc/>
    public async Task<string[]> PackagesAsync(string set, CancellationToken cancellationToken) =>
        (await EnsureAsync([set], cancellationToken))[0].Paths;

    /// <inheritdoc/>
    public async Task<string> DigestAsync(string set, CancellationToken cancellationToken) =>
        (await _ledger.FindAsync(set, cancellationToken)).Digest;

    /// <inheritdoc/>
    public async Task ForgetAsync(string set, CancellationToken cancellationToken)
    {
        LockedSet locked = await _ledger.FindAsync(set, cancellationToken);
        foreach (LockedPackage package in locked.Packages)
            await _fetcher.ForgetAsync(package, cancellationToken);
    }

    /// <summary>What the sets need, and what would have to be fetched. Looks at the cache only.</summary>
    /// <param name="sets">Names, in the order of the answer.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<FetchPlan> PlanAsync(IEnumerable<string> sets, CancellationToken cancellationToken)
    {
        var status = new List<SetStatus>();
        var seen = new Dictionary<string, bool>(StringComparer.Ordinal);
        long total = 0, missing = 0;
        int count = 0;
        foreach (string set in sets)
        {
            LockedSet locked = await _ledger.FindAsync(set, cancellationToken);
            bool unpacked = File.Exists(Manifest(_layout.Set(set, locked.Digest)));
            long setMissing = 0;
            foreach (LockedPackage package in locked.Packages)
            {
                if (!seen.TryAdd(package.Sha256, true))
                    continue;
                total += package.FetchBytes;
                if (unpacked || _fetcher.IsPresent(package) || _fetcher.IsForgotten(package))
                    continue;
                setMissing += package.FetchBytes - _fetcher.PartialBytes(package);
                count++;
            }

            missing += setMissing;
            status.Add(new SetStatus(
                set, locked.Packages.Count, locked.Packages.Sum(package => package.FetchBytes), setMissing, unpacked));
        }

        return new FetchPlan(status, total, missing, count);
    }

    /// <summary>
    /// Fetches and verifies what the sets lack, after saying how much that is. Packages that were given back with
    /// <see cref="ForgetAsync"/> are not fetched again here.
    /// </summary>
    public async Task FetchAsync(IReadOnlyCollection<string> sets, CancellationToken cancellationToken)
    {
        FetchPlan plan = await PlanAsync(sets, cancellationToken);
        string[] lacking = [.. plan.Sets.Where(set => set.MissingBytes > 0).Select(set => set.Name)];
        if (lacking.Length > 0)
            await EnsureAsync(lacking, cancellationToken);
    }

    /// <summary>
    /// Resolves every set through the archive's signed indexes, as <c>--target=Lock</c> does, and writes
    /// <c>targets/packages.lock</c> if that changes it.
    /// </summary>
    /// <param name="debugParts">
    /// Says which bytes of a kernel's debug package are needed. A new one is fetched whole and verified once, here; from then on
    /// only these parts of it are fetched, by checksums of their own.
    /// </param>
    /// <param name="cancellationToken">Ends it; the lock stays as it was.</param>
    /// <returns>The changes, a line each; empty if there are none.</returns>
    public async Task<IReadOnlyList<string>> WriteLockAsync(
        Func<string, CancellationToken, Task<IReadOnlyList<(long Offset, long Length)>>> debugParts,
        CancellationToken cancellationToken)
    {
        if (_options.Offline)
            throw new BuildException("the lock can't be written with --offline: it comes from the archive's indexes");
        var sets = new List<LockedSet>();

        // Sets of the same suites and architecture share an index, and stand or fall with it.
        foreach (IGrouping<string, PackageSet> group in
                 _catalogue.Sets.Values.GroupBy(set => $"{set.Architecture} {string.Join(' ', set.Suites)}"))
        {
            try
            {
                sets.AddRange(await _resolver.ResolveAsync([.. group], cancellationToken));
            }
            catch (BuildException error) when (group.All(set => _ledger.IsLocked(set)))
            {
                _log.Warning($"{string.Join(", ", group.Select(set => set.Name))}: the pinned packages stay; {error.Message}");
                sets.AddRange(group.Select(set => _ledger.Lock.Sets[set.Name]));
            }
        }

        for (int i = 0; i < sets.Count; i++)
        {
            if (sets[i].Name.StartsWith("kernel-debug-", StringComparison.Ordinal))
                sets[i] = await PinPartsAsync(sets[i], debugParts, cancellationToken);
        }

        return LockWriter.Write(_ledger.LockPath, _ledger.Lock, new PackageLock(sets));
    }

    /// <inheritdoc/>
    public void Dispose() => _fetcher.Dispose();

    private static string Manifest(string folder) => folder + ".manifest";

    private async Task<ToolRoot> OpenOrMakeAsync(string set, CancellationToken cancellationToken)
    {
        LockedSet locked = await _ledger.FindAsync(set, cancellationToken);
        string folder = _layout.Set(set, locked.Digest);
        if (await SetManifest.FindDamageAsync(Manifest(folder), folder, cancellationToken) is null)
            return new ToolRoot(folder, locked.Digest);

        (locked, string[] packages) = (await EnsureAsync([set], cancellationToken))[0];
        folder = _layout.Set(set, locked.Digest);
        using IDisposable guard = await CrossProcessLock.AcquireAsync(
            _layout.Lock("set-" + set), () => _log.Verbose($"waiting for another build that unpacks '{set}'"), cancellationToken);
        string? damage = await SetManifest.FindDamageAsync(Manifest(folder), folder, cancellationToken);
        if (damage is null)
            return new ToolRoot(folder, locked.Digest);
        if (damage != Manifest(folder))
            _log.Warning($"{damage} was altered or is missing; the set '{set}' is unpacked again");
        await MakeAsync(set, folder, packages, cancellationToken);
        return new ToolRoot(folder, locked.Digest);
    }

    private async Task MakeAsync(string set, string folder, string[] packages, CancellationToken cancellationToken)
    {
        LeftBehind.Remove(folder + ".*.unpacking");
        LeftBehind.Remove(folder + ".*.replaced");
        string temporary = $"{folder}.{Guid.NewGuid():N}.unpacking", replaced = $"{folder}.{Guid.NewGuid():N}.replaced";
        try
        {
            Directory.CreateDirectory(temporary);
            using (IProgressItem progress = _log.Begin($"unpack {set}", packages.Length, ProgressUnit.Steps))
            {
                IReadOnlyList<UnpackedFile> files = await new SetUnpacker(temporary, _catalogue.LeaveOut)
                    .RunAsync(packages, progress, cancellationToken);
                File.Delete(Manifest(folder));
                if (Directory.Exists(folder))
                    Directory.Move(folder, replaced);
                Directory.Move(temporary, folder);

                // The manifest comes last: without one there is no set.
                SetManifest.Write(Manifest(folder), folder, files);
            }
        }
        catch (IOException error) when (error.HResult == NoSpace)
        {
            throw new BuildException(
                $"the set '{set}' does not fit: {error.Message}", _layout.Root, "free some space, or name another cache with --cache=", error);
        }
        finally
        {
            Remove(temporary);
            Remove(replaced);
        }
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    private async Task<LockedSet> PinPartsAsync(
        LockedSet set,
        Func<string, CancellationToken, Task<IReadOnlyList<(long Offset, long Length)>>> find,
        CancellationToken cancellationToken)
    {
        LockedPackage package = set.Packages[0] with { Parts = [] };
        LockedPackage? known = _ledger.Lock.Sets.GetValueOrDefault(set.Name)?.Packages[0];
        if (known?.Sha256 == package.Sha256 && known.Parts.Count > 0)
            return set with { Packages = [known] };

        IReadOnlyDictionary<string, string> paths =
            await _fetcher.FetchAsync([set with { Packages = [package] }], cancellationToken);
        string path = paths[package.Sha256];
        var parts = new List<PackagePart>();
        foreach ((long offset, long length) in await find(path, cancellationToken))
        {
            await using var window = new FileWindow(path, offset, length);
            byte[] hash = await SHA256.HashDataAsync(window, cancellationToken);
            parts.Add(new PackagePart(offset, length, Convert.ToHexStringLower(hash)));
        }

        _fetcher.Remove(package);
        return set with { Packages = [package with { Parts = parts }] };
    }

    // All packages of the sets, verified. Where the mirror has dropped one, its set is resolved anew, once.
    private async Task<IReadOnlyList<(LockedSet Set, string[] Paths)>> EnsureAsync(
        IReadOnlyList<string> sets, CancellationToken cancellationToken)
    {
        var locked = new List<LockedSet>();
        foreach (string set in sets)
            locked.Add(await _ledger.FindAsync(set, cancellationToken));
        IReadOnlyDictionary<string, string> paths;
        try
        {
            paths = await _fetcher.FetchAsync(locked, cancellationToken);
        }
        catch (PackageGoneException gone)
        {
            locked.Clear();
            foreach (string set in sets)
            {
                LockedSet old = await _ledger.FindAsync(set, cancellationToken);
                bool affected = old.Packages.Any(package => gone.Packages.Contains(package.Sha256));
                locked.Add(affected ? await _ledger.RenewAsync(set, gone.Message, cancellationToken) : old);
            }

            paths = await _fetcher.FetchAsync(locked, cancellationToken);
        }

        return [.. locked.Select(set => (set, set.Packages.Select(package => paths[package.Sha256]).ToArray()))];
    }
}
