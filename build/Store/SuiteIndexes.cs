using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Plan;
using Corewright.Build.Progress;
using SharpCompress.Compressors.Xz;

namespace Corewright.Build.Store;

/// <summary>Fetches and verifies the indexes of suites: the signed Release file, then what it names.</summary>
internal sealed class SuiteIndexes(
    Lazy<MirrorSettings> mirror, Transport transport, ISignatureVerifier verifier, CacheLayout layout, IProgressLog log)
{
    private const long MaximumReleaseBytes = 16 << 20;
    private const long MaximumIndexBytes = 512 << 20;

    private readonly ConcurrentDictionary<string, Lazy<Task<ReleaseFile>>> _releases = new(StringComparer.Ordinal);
    private readonly Download _download = new(transport, log) { Attempts = 2 };

    /// <summary>The packages of one architecture in some suites.</summary>
    /// <param name="suites">The suites.</param>
    /// <param name="architecture">Debian's name of the architecture.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<PackageIndex> ReadAsync(
        IEnumerable<Suite> suites, string architecture, CancellationToken cancellationToken)
    {
        var index = new PackageIndex();
        foreach (Suite suite in suites)
        {
            ReleaseFile release = await _releases.GetOrAdd(
                suite.Name, _ => new Lazy<Task<ReleaseFile>>(() => ReadReleaseAsync(suite, cancellationToken))).Value;
            foreach (string area in suite.Areas)
                index.Add(suite.Name, await ReadAsync(suite, release, $"{area}/binary-{architecture}", cancellationToken));
        }

        return index;
    }

    private async Task<ReleaseFile> ReadReleaseAsync(Suite suite, CancellationToken cancellationToken)
    {
        Uri address = mirror.Value.File(suite.Archive, $"dists/{suite.Name}/InRelease");
        log.Verbose($"reading {address}");
        byte[] signed;
        try
        {
            (Stream content, _) = await transport.OpenAsync(address, 0, null, cancellationToken);
            await using (content)
                signed = await ReadAllAsync(content, MaximumReleaseBytes, address.AbsoluteUri, cancellationToken);
        }
        catch (Exception error) when (error is PackageGoneException or HttpRequestException or IOException)
        {
            throw new BuildException(
                $"the suite '{suite.Name}' can't be read from the mirror: {error.Message}", address.AbsoluteUri,
                "check the mirror; --mirror= names another", error);
        }

        Directory.CreateDirectory(layout.Indexes);
        string file = Path.Combine(layout.Indexes, $"{suite.Name}.{Guid.NewGuid():N}");
        try
        {
            await File.WriteAllBytesAsync(file, signed, cancellationToken);
            byte[] text = await verifier.VerifyAsync(file, address.AbsoluteUri, cancellationToken);
            ReleaseFile release = ReleaseFile.Parse(text, suite.Name, address.AbsoluteUri);
            if (release.ValidUntil < DateTimeOffset.UtcNow)
                log.Warning($"{address} should have been renewed by {release.ValidUntil:u}: the mirror is behind");
            return release;
        }
        finally
        {
            File.Delete(file);
        }
    }

    private async Task<byte[]> ReadAsync(
        Suite suite, ReleaseFile release, string folder, CancellationToken cancellationToken)
    {
        string path = $"{folder}/Packages.xz";
        if (!release.Files.TryGetValue(path, out ReleaseEntry entry) || entry.Size > MaximumIndexBytes)
        {
            throw new BuildException(
                $"the suite '{suite.Name}' has no index {path}", mirror.Value.Of(suite.Archive).AbsoluteUri,
                $"it may not have this architecture; known folders: {string.Join(", ", Folders(release))}");
        }

        string file = Path.Combine(layout.Indexes, entry.Sha256 + ".xz");
        using (await CrossProcessLock.AcquireAsync(layout.Lock(entry.Sha256), null, cancellationToken))
            await FetchAsync(suite, release, path, entry, file, cancellationToken);
        await using var packed = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024);
        using var text = new XZStream(packed);
        return await ReadAllAsync(text, MaximumIndexBytes, file, cancellationToken);
    }

    // Run on a file that is there already, the download only checks its content.
    private async Task FetchAsync(
        Suite suite, ReleaseFile release, string path, ReleaseEntry entry, string file, CancellationToken cancellationToken)
    {
        string title = $"the index of {suite.Name}";
        Uri plain = mirror.Value.File(suite.Archive, $"dists/{suite.Name}/{path}");
        using IProgressItem progress = log.Begin($"index {suite.Name}", File.Exists(file) ? 0 : entry.Size);
        try
        {
            if (release.ByHash)
            {
                try
                {
                    Uri byHash = new(plain, $"by-hash/SHA256/{entry.Sha256}");
                    await _download.RunAsync(
                        new Wanted(byHash, entry.Size, entry.Sha256, title), file, file, progress, cancellationToken);
                    return;
                }
                catch (PackageGoneException)
                {
                    log.Verbose($"the mirror does not keep {title} under its checksum");
                }
            }

            await _download.RunAsync(
                new Wanted(plain, entry.Size, entry.Sha256, title), file, file, progress, cancellationToken);
        }
        catch (BuildException error)
        {
            File.Delete(file);
            throw new BuildException(
                $"{title} ({Path.GetDirectoryName(path)}) is not the one that the signed InRelease names: {error.What}",
                plain.AbsoluteUri, "the mirror is being updated or is broken: try later, or another with --mirror=", error);
        }
    }

    private static IEnumerable<string> Folders(ReleaseFile release) => release.Files.Keys
        .Where(name => name.EndsWith("/Packages.xz", StringComparison.Ordinal))
        .Select(name => name[..^"/Packages.xz".Length]).Order(StringComparer.Ordinal).Take(12);

    private static async Task<byte[]> ReadAllAsync(
        Stream stream, long most, string where, CancellationToken cancellationToken)
    {
        using var memory = new MemoryStream();
        byte[] buffer = new byte[256 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (memory.Length + read > most)
                throw new BuildException($"the file has more than {most} bytes", where);
            memory.Write(buffer, 0, read);
        }

        return memory.ToArray();
    }
}
