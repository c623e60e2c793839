using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build;
using Corewright.Build.Ebpf;
using Corewright.Build.Loaders;
using Corewright.Build.Packages;
using Corewright.Build.Progress;

namespace Corewright.Tests.Packages;

/// <summary>A checkout with the repository's own templates and licences, and made-up loaders.</summary>
internal sealed class SampleRelease : IDisposable
{
    internal const long Epoch = 1_790_000_000;
    private readonly string root = Directory.CreateTempSubdirectory("release").FullName;

    internal SampleRelease()
    {
        foreach (string file in (string[])
            ["LICENSE-MIT", "LICENSE-APACHE", "docs/bpfrun.md", "ebpf-crates/programs/execwatch/Cargo.toml", .. Directory
                .GetFiles(Path.Combine(RepositoryRoot.Path, "packaging/formats"), "*", SearchOption.AllDirectories)
                .Select(f => Path.GetRelativePath(RepositoryRoot.Path, f))])
        {
            string to = Path.Combine(root, file);
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(Path.Combine(RepositoryRoot.Path, file), to);
        }
    }

    internal BuildPaths Paths => new(root, Path.Combine(root, "cache"));

    internal Task<IReadOnlyList<PackageFile>> PackAsync(string version = "0.1.0", params string[] architectures) =>
        PackAsync(version, architectures.Length == 0 ? ["x86_64", "aarch64", "armv7"] : architectures, []);

    internal Task<IReadOnlyList<PackageFile>> PackToolAsync(string tool, string architecture) =>
        PackAsync("0.1.0", [architecture], [Binary(tool, architecture)]);

    private Task<IReadOnlyList<PackageFile>> PackAsync(string version, string[] architectures, LoaderBinary[] tools)
    {
        var packager = new ReleasePackager(Paths, new SourceVersion(version, "", Epoch), new SilentLog());
        return packager.PackAsync(
            [new EbpfObject("execwatch", Write("execwatch.bpf.o", 11), Digest("execwatch.bpf.o"), 11)],
            [.. architectures.Select(a => Binary("execwatch", a))], tools, CancellationToken.None);
    }

    private LoaderBinary Binary(string program, string architecture) => new(
        program, architecture, Write($"{program}-{architecture}", 99), 99, 11, Digest($"{program}-{architecture}"));

    public void Dispose() => Directory.Delete(root, recursive: true);

    private string Write(string name, int length)
    {
        string path = Path.Combine(root, name);
        // Another time on disk each time: it must not show.
        File.WriteAllBytes(path, [.. Enumerable.Range(0, length).Select(i => (byte)(i * name.Length))]);
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch.AddSeconds(Random.Shared.Next(1, int.MaxValue)));
        return path;
    }

    private string Digest(string name) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(root, name))));

    private sealed class SilentLog : IProgressLog
    {
        public void Information(string message)
        {
        }

        public void Warning(string message)
        {
        }

        public void Verbose(string message)
        {
        }

        public IProgressItem Begin(string label, long? total = null, ProgressUnit unit = ProgressUnit.Bytes) =>
            throw new NotSupportedException("packing is not long work");
    }
}
