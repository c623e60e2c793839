using System;
using System.Collections.Generic;
using System.Linq;

namespace Corewright.Build.Store;

/// <summary>Writes <c>targets/packages.lock</c> and says what became different.</summary>
internal static class LockWriter
{
    /// <summary>Replaces the lock if it changes.</summary>
    /// <returns>A line for each difference.</returns>
    public static IReadOnlyList<string> Write(string path, PackageLock old, PackageLock renewed)
    {
        if (renewed.Format() != old.Format())
            AtomicFile.Write(path, renewed.Format());
        return [.. Differences(old, renewed)];
    }

    private static IEnumerable<string> Differences(PackageLock old, PackageLock renewed)
    {
        foreach (string name in old.Sets.Keys.Union(renewed.Sets.Keys).Order(StringComparer.Ordinal))
        {
            LockedSet? before = old.Sets.GetValueOrDefault(name), after = renewed.Sets.GetValueOrDefault(name);
            if (before is null)
                yield return $"{name}: new, {after!.Packages.Count} packages";
            else if (after is null)
                yield return $"{name}: no longer a set";
            else
            {
                foreach (string line in Differences(before, after))
                    yield return line;
            }
        }
    }

    private static IEnumerable<string> Differences(LockedSet before, LockedSet after)
    {
        var old = before.Packages.ToDictionary(package => package.Name, StringComparer.Ordinal);
        foreach (LockedPackage package in after.Packages)
        {
            if (!old.Remove(package.Name, out LockedPackage? was))
                yield return $"{after.Name}: + {package.Name} {package.Version}";
            else if (was.Version != package.Version)
                yield return $"{after.Name}: {package.Name} {was.Version} → {package.Version}";
            else if (!was.Parts.SequenceEqual(package.Parts))
                yield return $"{after.Name}: {package.Name} {package.Version}, {package.Parts.Count} parts, {package.FetchBytes} bytes";
            else if (was.Sha256 != package.Sha256)
                yield return $"{after.Name}: {package.Name} {package.Version} has another checksum";
        }

        foreach (LockedPackage gone in old.Values)
            yield return $"{after.Name}: - {gone.Name} {gone.Version}";
    }
}
