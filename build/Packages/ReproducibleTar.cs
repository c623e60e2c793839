// tar in the ustar format of POSIX.1-1988 inside gzip (RFC 1952).
using System;
using System.Collections.Generic;
using System.Formats.Tar;
using System.IO;
using System.IO.Compression;
using System.Linq;

namespace Corewright.Build.Packages;

/// <summary>
/// Writes <c>.tar.gz</c> whose bytes depend on its entries and one time only: entries and their folders are sorted by name,
/// belong to root, and carry that time; the gzip header holds neither time nor name nor operating system.
/// </summary>
internal static class ReproducibleTar
{
    private const int FolderMode = 0b111_101_101;

    /// <summary>The archive's bytes.</summary>
    /// <param name="entries">The files; folders are added as needed.</param>
    /// <param name="time">Every entry's modification time, in seconds since 1970-01-01 UTC.</param>
    /// <exception cref="BuildException">Two entries have the same path, or one would leave the folder it is unpacked in.</exception>
    internal static byte[] Write(IReadOnlyList<PackageEntry> entries, long time)
    {
        var files = new SortedDictionary<string, PackageEntry?>(StringComparer.Ordinal);
        foreach (PackageEntry entry in entries)
        {
            Check(entry.Path);
            if (!files.TryAdd(entry.Path, entry)) throw new BuildException($"the package has '{entry.Path}' twice");
            for (int i = entry.Path.IndexOf('/'); i >= 0; i = entry.Path.IndexOf('/', i + 1))
                files.TryAdd(entry.Path[..(i + 1)], null);
        }

        using var archive = new MemoryStream();
        using (var gzip = new GZipStream(archive, CompressionLevel.SmallestSize, leaveOpen: true))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach ((string path, PackageEntry? file) in files) tar.WriteEntry(Entry(path, file, time));
        }

        byte[] bytes = archive.ToArray();
        // RFC 1952, 2.3: MTIME (4 to 7) zero, XFL (8) "best compression", OS (9) "unknown".
        bytes.AsSpan(4, 4).Clear();
        bytes[8] = 2;
        bytes[9] = 255;
        return bytes;
    }

    private static UstarTarEntry Entry(string path, PackageEntry? file, long time)
    {
        var entry = new UstarTarEntry(file is null ? TarEntryType.Directory : TarEntryType.RegularFile, path)
        {
            Mode = (UnixFileMode)(file?.Mode ?? FolderMode),
            Uid = 0,
            Gid = 0,
            UserName = "root",
            GroupName = "root",
            ModificationTime = DateTimeOffset.FromUnixTimeSeconds(time),
        };
        if (file is not null) entry.DataStream = new MemoryStream(file.Content.ToArray(), writable: false);
        return entry;
    }

    private static void Check(string path)
    {
        if (path.Split('/').Any(part => part is "" or "." or "..") || path.Contains('\\', StringComparison.Ordinal))
            throw new BuildException($"'{path}' is no path inside a package");
    }
}
