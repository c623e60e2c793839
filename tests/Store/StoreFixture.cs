using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build;
using Corewright.Build.Plan;
using Corewright.Build.Store;

namespace Corewright.Tests.Store;

/// <summary>A repository with one set, <c>tools</c>, a mirror that has it, and a cache.</summary>
internal sealed class StoreFixture : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public StoreFixture()
    {
        Catalogue = new PackageCatalogue(
            new Dictionary<string, Suite> { ["trixie"] = new("trixie", Archive.Main, ["main"]) },
            new Dictionary<string, PackageSet>
            {
                ["tools"] = new("tools", "amd64", ["trixie"], ["tool"], [], true, "targets/packages.yml:9"),
            },
            []);
        Directory.CreateDirectory(Path.Combine(_folder.Path, "targets"));
        Package = new DebBuilder().File("./usr/bin/tool", new string('t', 5000)).Build();
        Lock(Publish("pool/tool_1_amd64.deb", Package));
    }

    public FakeMirror Mirror { get; } = new();

    public SilentLog Log { get; } = new();

    public PackageCatalogue Catalogue { get; }

    public byte[] Package { get; }

    public BuildPaths Paths => new(_folder.Path, Path.Combine(_folder.Path, "cache"));

    public string LockPath => Path.Combine(_folder.Path, "targets", "packages.lock");

    public string CachedPackage => Directory.GetFiles(Path.Combine(Paths.Cache, "packages"), "*.deb").Single();

    public LockedPackage Publish(string path, byte[] content, string version = "1")
    {
        Mirror.Files[path] = content;
        return new LockedPackage(
            "tool", version, "amd64", "trixie", content.Length, Convert.ToHexStringLower(SHA256.HashData(content)), path);
    }

    public void Lock(LockedPackage package) => File.WriteAllText(LockPath, new PackageLock([Set(package)]).Format());

    public LockedSet Set(LockedPackage package) =>
        new("tools", LockedSet.FingerprintOf(Catalogue.Sets["tools"]), [package]);

    public PackageStore Store(StoreOptions? options = null, ISetResolver? resolver = null)
    {
        options ??= new StoreOptions();
        return new PackageStore(
            Paths, Catalogue, options with { Mirror = Mirror.Address }, Log, new Transport(options.Connections),
            resolver ?? new FixedResolver([]));
    }

    public void Dispose()
    {
        Mirror.Dispose();
        _folder.Dispose();
    }

    internal sealed class FixedResolver(IReadOnlyList<LockedSet> sets) : ISetResolver
    {
        public int Asked { get; private set; }

        public Task<IReadOnlyList<LockedSet>> ResolveAsync(IReadOnlyList<PackageSet> wanted, CancellationToken cancellationToken)
        {
            Asked++;
            return Task.FromResult(sets);
        }
    }
}
