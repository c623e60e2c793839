using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Plan;
using Corewright.Build.Progress;

namespace Corewright.Build.Store;

/// <summary>
/// Knows which packages each set consists of: from <c>targets/packages.lock</c>; where that has nothing for a set, or the mirror
/// no longer has what it names, from the archive's signed indexes. What was found there is kept in the cache, so that the next
/// build, also one without a network, has the same; the lock itself is changed only by <c>--target=Lock</c>.
/// </summary>
internal sealed class SetLedger
{
    private readonly BuildPaths _paths;
    private readonly PackageCatalogue _catalogue;
    private readonly StoreOptions _options;
    private readonly CacheLayout _layout;
    private readonly ISetResolver _resolver;
    private readonly IProgressLog _log;
    private readonly Lazy<PackageLock> _lock;
    private readonly ConcurrentDictionary<string, LockedSet> _known = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _resolving = new(1);

    public SetLedger(
        BuildPaths paths,
        PackageCatalogue catalogue,
        StoreOptions options,
        CacheLayout layout,
        ISetResolver resolver,
        IProgressLog log)
    {
        _paths = paths;
        _catalogue = catalogue;
        _options = options;
        _layout = layout;
        _resolver = resolver;
        _log = log;
        _lock = new Lazy<PackageLock>(() => PackageLock.Read(paths.Root, LockPath));
    }

    /// <summary>The committed lock.</summary>
    public PackageLock Lock => _lock.Value;

    /// <summary>Where it is.</summary>
    public string LockPath => Path.Combine(_paths.Targets, "packages.lock");

    /// <summary>The definition of a set.</summary>
    /// <exception cref="BuildException">There is none of that name.</exception>
    public PackageSet Definition(string name) => _catalogue.Sets.TryGetValue(name, out PackageSet? set)
        ? set
        : throw Spelling.Unknown("package set", name, "targets/packages.yml", [.. _catalogue.Sets.Keys], "known");

    /// <summary>The packages of a set.</summary>
    public async Task<LockedSet> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(name, out LockedSet? known))
            return known;
        PackageSet set = Definition(name);
        LockedSet? locked = _lock.Value.Sets.GetValueOrDefault(name);
        if (locked is not null && IsLocked(set))
        {
            if (await ReadResolvedAsync(set, cancellationToken) is { } newer)
            {
                _log.Warning($"set '{name}' is not as in targets/packages.lock, whose packages the mirror no longer has");
                return _known.GetOrAdd(name, newer);
            }

            return _known.GetOrAdd(name, locked);
        }

        string reason = locked is null
            ? "targets/packages.lock does not have it"
            : "its definition was changed after targets/packages.lock was written";
        return await ReadResolvedAsync(set, cancellationToken) ?? await ResolveAsync(set, reason, cancellationToken);
    }

    /// <summary>Whether the committed lock has the set as it is defined now.</summary>
    public bool IsLocked(PackageSet set) => _lock.Value.Sets.TryGetValue(set.Name, out LockedSet? locked)
        && locked.Packages.Count > 0 && locked.Fingerprint == LockedSet.FingerprintOf(set);

    /// <summary>Resolves a set through the archive's indexes, whatever the lock says.</summary>
    /// <param name="name">The set.</param>
    /// <param name="reason">Why, for the message.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<LockedSet> RenewAsync(string name, string reason, CancellationToken cancellationToken) =>
        ResolveAsync(Definition(name), reason, cancellationToken);

    private async Task<LockedSet> ResolveAsync(PackageSet set, string reason, CancellationToken cancellationToken)
    {
        const string Advice = "write the lock anew with ./build.sh --target=Lock, and commit it";
        if (_options.Locked)
            throw new BuildException($"set '{set.Name}' can't be taken from the lock: {reason}", set.Where, Advice);
        if (_options.Offline)
        {
            throw new BuildException(
                $"set '{set.Name}' would have to be resolved anew ({reason}), which --offline forbids", set.Where,
                "run once without --offline");
        }

        await _resolving.WaitAsync(cancellationToken);
        try
        {
            _log.Warning($"set '{set.Name}' is resolved through the archive's signed indexes: {reason}; {Advice}");
            IReadOnlyList<LockedSet> resolved = await _resolver.ResolveAsync([.. Partners(set)], cancellationToken);
            foreach (LockedSet found in resolved)
            {
                await CacheFile.WriteAsync(
                    ResolvedPath(Definition(found.Name)), Encoding.UTF8.GetBytes(new PackageLock([found]).Format()), cancellationToken);
                _known[found.Name] = found;
            }

            LockedSet wanted = resolved.First(found => found.Name == set.Name);
            _log.Information($"set '{set.Name}' now is: {Titles(wanted)}");
            return wanted;
        }
        finally
        {
            _resolving.Release();
        }
    }

    // A kernel, its debug package and its modules must be of one build.
    private IEnumerable<PackageSet> Partners(PackageSet set)
    {
        yield return set;
        string? prefix = KernelSets.FirstOrDefault(p => set.Name.StartsWith(p, StringComparison.Ordinal));
        foreach (string other in prefix is null ? [] : KernelSets.Where(p => p != prefix))
        {
            if (_catalogue.Sets.TryGetValue(other + set.Name[prefix!.Length..], out PackageSet? partner))
                yield return partner;
        }
    }

    // The one that the others begin with comes last.
    private static readonly string[] KernelSets = ["kernel-debug-", "kernel-modules-", "kernel-"];

    private async Task<LockedSet?> ReadResolvedAsync(PackageSet set, CancellationToken cancellationToken)
    {
        string path = ResolvedPath(set);
        return await CacheFile.IsIntactAsync(path, cancellationToken) ? PackageLock.Parse(path, File.ReadLines(path)).Sets.GetValueOrDefault(set.Name) : null;
    }

    // Named by what it stands in for: a new definition or a new lock is asked for anew.
    private string ResolvedPath(PackageSet set)
    {
        string locked = _lock.Value.Sets.TryGetValue(set.Name, out LockedSet? known) ? known.Digest[..16] : "none";
        return Path.Combine(_layout.Resolved, $"{set.Name}-{LockedSet.FingerprintOf(set)}-{locked}.lock");
    }

    private static string Titles(LockedSet set)
    {
        const int Named = 6;
        string names = string.Join(", ", set.Packages.Take(Named).Select(package => $"{package.Name} {package.Version}"));
        return set.Packages.Count > Named ? $"{names} and {set.Packages.Count - Named} more" : names;
    }
}
