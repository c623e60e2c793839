using System;
using System.IO;

namespace Corewright.Build.Store;

/// <summary>Where the store keeps what in the cache.</summary>
/// <param name="Root">The cache's folder.</param>
internal sealed record CacheLayout(string Root)
{
    /// <summary>Finished, verified packages.</summary>
    public string Packages => Path.Combine(Root, "packages");

    /// <summary>Unpacked sets, one folder each.</summary>
    public string Sets => Path.Combine(Root, "sets");

    /// <summary>Sets that had to be resolved anew.</summary>
    public string Resolved => Path.Combine(Root, "resolved");

    /// <summary>Verified indexes of suites.</summary>
    public string Indexes => Path.Combine(Root, "indexes");

    /// <summary>A package of which only parts are pinned has a file with holes.</summary>
    public string Package(LockedPackage package) =>
        Path.Combine(Packages, package.Sha256 + (package.Parts.Count == 0 ? ".deb" : ".parts"));

    /// <summary>What was known of the file when it was last hashed; see <see cref="FileStamp"/>.</summary>
    public string PackageStamp(LockedPackage package) => Package(package) + ".stamp";

    /// <summary>Left behind by a package that was given back: what it is needed for was derived from it.</summary>
    public string Forgotten(LockedPackage package) => Path.Combine(Packages, package.Sha256 + ".done");

    public string Partial(LockedPackage package) => Path.Combine(Root, "partial", package.Sha256);

    public string Partial(PackagePart part) => Path.Combine(Root, "partial", part.Sha256);

    public string Set(string name, string digest) => Path.Combine(Sets, $"{name}-{digest.AsSpan(0, 16)}");

    public string Lock(string name) => Path.Combine(Root, "locks", name);
}
