using System;
using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Progress;

namespace Corewright.Build.Store;

/// <summary>
/// Unpacks packages into one new folder. Several at a time; what each path is gets settled before anything is made, so that no
/// file is ever written through a link.
/// </summary>
/// <param name="root">The folder; new and empty.</param>
/// <param name="leaveOut">Folders, with a closing slash, that are passed over. Copyright files never are.</param>
internal sealed class SetUnpacker(string root, IReadOnlyList<string> leaveOut)
{
    private const long MaximumBytes = 8L << 30;
    private const int MaximumEntries = 400_000;
    private const UnixFileMode Permissions = (UnixFileMode)0x1ff;

    private readonly Dictionary<string, EntryKind> _kinds = new(StringComparer.Ordinal) { [""] = EntryKind.Folder };
    private readonly Lock _settling = new();
    private readonly ConcurrentBag<UnpackedFile> _files = [];
    private long _bytes;
    private int _entries;

    /// <summary>Unpacks the packages and returns what they brought.</summary>
    /// <param name="packages">Verified files.</param>
    /// <param name="progress">Told of every package that is done.</param>
    /// <param name="cancellationToken">Stops between entries.</param>
    public async Task<IReadOnlyList<UnpackedFile>> RunAsync(
        IReadOnlyList<string> packages, IProgressItem progress, CancellationToken cancellationToken)
    {
        foreach (string folder in PackagePath.MergedFolders)
        {
            MakeFolders("usr/" + folder, "the root folder");
            _kinds.Add(folder, EntryKind.SymbolicLink);
            AddLink(folder, "usr/" + folder);
        }

        // The largest first: it decides how long the rest has.
        IEnumerable<string> ordered = packages.OrderByDescending(path => new FileInfo(path).Length);
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = Environment.ProcessorCount,
            CancellationToken = cancellationToken,
        };
        await Parallel.ForEachAsync(ordered, parallel, (package, token) =>
        {
            Unpack(package, token);
            progress.Advance(1);
            return ValueTask.CompletedTask;
        });
        return [.. _files.OrderBy(file => file.Path, StringComparer.Ordinal)];
    }

    private void Unpack(string package, CancellationToken cancellationToken)
    {
        string where = Path.GetFileName(package);
        foreach (PackageEntry entry in DebianPackage.ReadEntries(package))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Interlocked.Increment(ref _entries) > MaximumEntries)
                throw new BuildException($"the set has more than {MaximumEntries} entries", where);
            string path = PackagePath.Merge(entry.Path);
            if (IsLeftOut(path))
                continue;
            switch (entry.Kind)
            {
                case EntryKind.Folder:
                    MakeFolders(path, where);
                    break;
                case EntryKind.SymbolicLink:
                    string target = PackagePath.RelativeTarget(entry.Path, entry.Target, where);
                    if (Settle(path, EntryKind.SymbolicLink, where))
                        AddLink(path, target);
                    break;
                case EntryKind.HardLink:
                    Settle(path, EntryKind.File, where);
                    AddCopy(PackagePath.Merge(entry.Target), path, where);
                    break;
                default:
                    Settle(path, EntryKind.File, where);
                    AddFile(path, entry, where);
                    break;
            }
        }
    }

    private bool IsLeftOut(string path)
    {
        foreach (string folder in leaveOut)
        {
            if (path.StartsWith(folder, StringComparison.Ordinal)
                || (path.Length == folder.Length - 1 && folder.StartsWith(path, StringComparison.Ordinal)))
                return true;
        }

        return false;
    }

    // Claims a path. Folders above it are made; one that is a file or a link is refused.
    private bool Settle(string path, EntryKind kind, string where)
    {
        MakeFolders(PackagePath.Parent(path), where);
        lock (_settling)
        {
            if (_kinds.TryAdd(path, kind))
                return true;

            // A link for a folder that another package brought, as "lib" of base-files: the folder stands for it.
            if (kind == EntryKind.SymbolicLink && _kinds[path] is EntryKind.SymbolicLink or EntryKind.Folder)
                return false;
            throw new BuildException($"'{path}' is brought twice", where);
        }
    }

    private void MakeFolders(string path, string where)
    {
        lock (_settling)
        {
            if (_kinds.TryGetValue(path, out EntryKind kind))
            {
                if (kind != EntryKind.Folder)
                    throw new BuildException($"'{path}' is a link or a file, and something is to be put below it", where);
                return;
            }

            MakeFolders(PackagePath.Parent(path), where);
            _kinds.Add(path, EntryKind.Folder);
            Directory.CreateDirectory(Path.Combine(root, path));
        }
    }

    private void AddLink(string path, string target)
    {
        File.CreateSymbolicLink(Path.Combine(root, path), target);
        _files.Add(new UnpackedFile(path, "link:" + target));
    }

    private void AddCopy(string source, string path, string where)
    {
        lock (_settling)
        {
            if (!_kinds.TryGetValue(source, out EntryKind kind) || kind != EntryKind.File)
                throw new BuildException($"hard link '{path}' names '{source}', which is no file before it", where);
        }

        using FileStream from = File.OpenRead(Path.Combine(root, source));
        AddFile(path, new PackageEntry(
            path, EntryKind.File, File.GetUnixFileMode(from.SafeFileHandle), from.Length, "", from), where);
    }

    private void AddFile(string path, PackageEntry entry, string where)
    {
        if (entry.Size < 0 || Interlocked.Add(ref _bytes, entry.Size) > MaximumBytes)
            throw new BuildException($"the set would take more than {MaximumBytes >> 30} GiB", where);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            BufferSize = 0,
            UnixCreateMode = (entry.Mode & Permissions) | UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using var file = new FileStream(Path.Combine(root, path), options);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
        try
        {
            long written = 0;
            int read;
            while ((read = Read(entry.Content, buffer, where)) > 0)
            {
                hash.AppendData(buffer, 0, read);
                file.Write(buffer, 0, read);
                written += read;
            }

            if (written != entry.Size)
                throw new BuildException($"'{path}' ends after {written} of {entry.Size} bytes", where);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        _files.Add(new UnpackedFile(path, Convert.ToHexStringLower(hash.GetHashAndReset())));
    }

    private static int Read(Stream content, byte[] buffer, string where)
    {
        try
        {
            return content.Read(buffer, 0, buffer.Length);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            throw new BuildException($"the package's data can't be read: {error.Message}", where, cause: error);
        }
    }
}

/// <summary>A file or link that was unpacked.</summary>
/// <param name="Path">Relative to the set's folder.</param>
/// <param name="Content">SHA-256 of a file; <c>link:</c> and the target of a symbolic link.</param>
internal sealed record UnpackedFile(string Path, string Content);
