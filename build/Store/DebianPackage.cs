// deb(5): an ar archive of debian-binary ("2.x"), control.tar.* and data.tar.*, in this order.
using System;
using System.Collections.Generic;
using System.Formats.Tar;
using System.IO;
using System.IO.Compression;
using System.Linq;
using SharpCompress.Compressors.Xz;
using SharpCompress.Compressors.ZStandard;

namespace Corewright.Build.Store;

/// <summary>Reads what a Debian package would install, as a stream: from the front, and no further than is wanted.</summary>
public static class DebianPackage
{
    /// <summary>
    /// The entries of a package in its order. Stopping early costs nothing more. <see cref="PackageEntry.Content"/> is valid
    /// until the next entry is asked for.
    /// </summary>
    /// <param name="path">The <c>.deb</c>.</param>
    /// <exception cref="BuildException">The package is not well-formed, or an entry's path leaves its folder.</exception>
    public static IEnumerable<PackageEntry> ReadEntries(string path)
    {
        string where = Path.GetFileName(path);
        using Stream data = new CheckedTar(OpenDataTar(path));
        using var tar = new TarReader(data);
        while (Next(tar, where) is { } entry)
        {
            if (Convert(entry, where) is { } converted)
                yield return converted;
        }
    }

    /// <summary>The data archive of a package, decompressed: a tar stream.</summary>
    /// <param name="path">The <c>.deb</c>.</param>
    public static Stream OpenDataTar(string path)
    {
        string where = Path.GetFileName(path);
        ArMember data;
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 4096))
        {
            IReadOnlyList<ArMember> members = ArArchive.Members(file, where);
            if (members.Count < 3 || members[0].Name != "debian-binary")
                throw new BuildException("not a Debian package: its first member is not debian-binary", where);
            Span<byte> version = stackalloc byte[2];
            file.Position = members[0].Offset;
            if (file.ReadAtLeast(version, 2, throwOnEndOfStream: false) != 2 || !version.SequenceEqual("2."u8))
                throw new BuildException("not a package of format 2", where);
            data = members.FirstOrDefault(member => member.Name.StartsWith("data.tar", StringComparison.Ordinal));
            if (data.Name is null)
                throw new BuildException("the package has no data.tar", where);
        }

        var window = new FileWindow(path, data.Offset, data.Size);
        return data.Name switch
        {
            "data.tar" => window,
            "data.tar.xz" => new XZStream(window),
            "data.tar.zst" => new DecompressionStream(window, leaveOpen: false),
            // Not SharpCompress's: that one throws when it is closed before its end.
            "data.tar.gz" => new GZipStream(window, CompressionMode.Decompress),
            _ => throw new BuildException($"'{data.Name}' is compressed in a way that is not known", where),
        };
    }

    // What the decompressors and the tar reader throw over broken input is theirs; users get one kind.
    private static TarEntry? Next(TarReader tar, string where)
    {
        try
        {
            return tar.GetNextEntry();
        }
        catch (Exception error) when (error is not (BuildException or OutOfMemoryException))
        {
            throw new BuildException($"the package's data can't be read: {error.Message}", where, cause: error);
        }
    }

    private static PackageEntry? Convert(TarEntry entry, string where)
    {
        EntryKind? kind = entry.EntryType switch
        {
            TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile => EntryKind.File,
            TarEntryType.Directory => EntryKind.Folder,
            TarEntryType.SymbolicLink => EntryKind.SymbolicLink,
            TarEntryType.HardLink => EntryKind.HardLink,
            TarEntryType.GlobalExtendedAttributes => null,
            _ => throw new BuildException(
                $"entry '{entry.Name}' is a {entry.EntryType}, which no package may bring", where),
        };
        if (kind is null)
            return null;
        string path = PackagePath.Clean(entry.Name, where);
        if (path.Length == 0)
            return null;
        string target = kind == EntryKind.HardLink ? PackagePath.Clean(entry.LinkName, where) : entry.LinkName ?? "";
        return new PackageEntry(path, kind.Value, entry.Mode, entry.Length, target, entry.DataStream ?? Stream.Null);
    }
}
