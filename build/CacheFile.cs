using System;
using System.IO;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Store;

namespace Corewright.Build;

/// <summary>
/// Files of the cache that are derived from others. They appear whole or not at all, whoever else writes the same one at the same
/// time. Each has a seal beside it: its <see cref="FileStamp"/> and its SHA-256. A file whose stamp is as it was left is not read;
/// any other is hashed. A file without a seal, or another than the sealed one, counts as not there and is made again.
/// </summary>
internal static class CacheFile
{
    private const char Separator = '\t';

    /// <summary>Where a file's seal is.</summary>
    public static string SealOf(string path) => path + ".seal";

    /// <summary>Writes a file under a name of its own beside its place, renames it, and seals it.</summary>
    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string temporary = $"{path}.{Environment.ProcessId}-{Guid.NewGuid():N}.tmp";
        try
        {
            await File.WriteAllBytesAsync(temporary, content, cancellationToken);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }

        Seal(path, ContentDigest.Of(content.Span));
    }

    /// <summary>Whether the file is there and is what was written.</summary>
    public static async Task<bool> IsIntactAsync(string path, CancellationToken cancellationToken)
    {
        if (FileStamp.Of(path) is not { } stamp || ReadSeal(path) is not var (sealedStamp, digest))
            return false;
        if (stamp == sealedStamp)
            return true;
        await using (FileStream file = File.OpenRead(path))
        {
            if (Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken)) != digest)
                return false;
        }

        Seal(path, digest);
        return true;
    }

    private static void Seal(string path, string digest)
    {
        if (FileStamp.Of(path) is { } stamp)
            AtomicFile.Write(SealOf(path), $"{stamp}{Separator}{digest}");
    }

    private static (FileStamp Stamp, string Digest)? ReadSeal(string path)
    {
        try
        {
            string[] parts = File.ReadAllText(SealOf(path)).Split(Separator);
            return parts.Length == 2 && FileStamp.Parse(parts[0]) is { } stamp ? (stamp, parts[1]) : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
