using System;
using System.Collections.Generic;
using System.Formats.Tar;
using System.IO;
using System.IO.Compression;
using System.Threading;
using System.Threading.Tasks;
using SharpCompress.Compressors.Xz;
using SharpCompress.Compressors.ZStandard;

namespace Corewright.Build.Kernels;

/// <summary>Finds vmlinuz in a kernel's packages: in <c>/boot</c> up to 7.0, beside the modules from 7.2 on.</summary>
internal static class KernelPackage
{
    private const int MaximumBytes = 256 << 20;

    /// <summary>The release that vmlinuz' place names, and its bytes.</summary>
    /// <param name="packages">The set's <c>.deb</c> files, verified.</param>
    /// <param name="kernel">For errors.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="BuildException">No package holds it, or one is damaged.</exception>
    public static async Task<(string Release, byte[] Content)> ReadAsync(
        IEnumerable<string> packages, string kernel, CancellationToken cancellationToken)
    {
        foreach (string package in packages)
        {
            try
            {
                if (await FindAsync(package, cancellationToken) is { } found)
                    return found;
            }
            catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException)
            {
                throw new BuildException($"the package can't be read: {e.Message}", package, "delete it and run --target=Fetch", e);
            }
        }
        throw new BuildException("no package of the kernel's set holds a vmlinuz", kernel, "see its imageSet in targets/packages.yml");
    }

    private static async Task<(string, byte[])?> FindAsync(string package, CancellationToken cancellationToken)
    {
        await using FileStream file = File.OpenRead(package);
        DebMember data = DebMember.FindData(file, package);
        await using Stream content = Unpacker(data.Name, new Slice(file, data.Offset, data.Length), package);
        await using var tar = new TarReader(content);
        while (await tar.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || Release(entry.Name) is not { } release)
                continue;
            if (entry.Length is 0 or > MaximumBytes)
                throw new InvalidDataException($"'{entry.Name}' has {entry.Length} bytes");
            var image = new byte[entry.Length];
            await entry.DataStream!.ReadExactlyAsync(image, cancellationToken);
            return (release, image);
        }
        return null;
    }

    private static Stream Unpacker(string name, Stream packed, string package) => Path.GetExtension(name) switch
    {
        ".xz" => new XZStream(packed),
        ".zst" => new DecompressionStream(packed),
        ".gz" => new GZipStream(packed, CompressionMode.Decompress),
        ".tar" => packed,
        _ => throw new BuildException($"packages are packed with xz, zst or gz; this one holds {name}", package),
    };

    private static string? Release(string path) => path.TrimStart('.', '/').Split('/') switch
    {
        ["boot", var file] when file.StartsWith("vmlinuz-", StringComparison.Ordinal) => file["vmlinuz-".Length..],
        [.., "lib", "modules", var folder, "vmlinuz"] => folder,
        _ => null,
    };
}
