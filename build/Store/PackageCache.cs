using System;
using System.IO;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;

namespace Corewright.Build.Store;

/// <summary>
/// The packages on disk. A file is trusted while its <see cref="FileStamp"/> is the one that it had when it was last hashed;
/// otherwise it is hashed again, and removed if it is not what it was.
/// </summary>
internal sealed class PackageCache(CacheLayout layout)
{
    /// <summary>Whether the package is here, going by its stamp alone: for plans and reports.</summary>
    public bool IsPresent(LockedPackage package) => IsTrusted(package, FileStamp.Of(layout.Package(package)));

    /// <summary>Whether the package was here, was used, and was given back.</summary>
    public bool IsForgotten(LockedPackage package) => File.Exists(layout.Forgotten(package));

    /// <summary>
    /// The path of the package if it is here and is what it should be; else null, and what was there is gone.
    /// </summary>
    /// <param name="package">What is wanted.</param>
    /// <param name="altered">Called with a reason if something else was there.</param>
    /// <param name="cancellationToken">Ends the hashing.</param>
    public async Task<string?> FindAsync(LockedPackage package, Action<string> altered, CancellationToken cancellationToken)
    {
        string path = layout.Package(package);
        FileStamp? stamp = FileStamp.Of(path);
        if (stamp is null)
            return null;
        if (IsTrusted(package, stamp))
            return path;
        string? damage = stamp.Value.Size != (ulong)package.Size
            ? $"it has {stamp.Value.Size} bytes, not {package.Size}"
            : await HashAsync(path, cancellationToken) == package.Sha256 ? null : "its content was changed";
        if (damage is null)
        {
            Trust(package);
            return path;
        }

        altered(damage);
        File.Delete(path);
        return null;
    }

    /// <summary>Notes that the file was found right just now.</summary>
    public void Trust(LockedPackage package)
    {
        if (FileStamp.Of(layout.Package(package)) is { } stamp)
            AtomicFile.Write(layout.PackageStamp(package), stamp.ToString());
    }

    /// <summary>Removes the file and notes that it was used.</summary>
    public void Forget(LockedPackage package)
    {
        AtomicFile.Write(layout.Forgotten(package), package.Title + "\n");
        File.Delete(layout.Package(package));
        File.Delete(layout.PackageStamp(package));
    }

    private bool IsTrusted(LockedPackage package, FileStamp? found)
    {
        string stamp = layout.PackageStamp(package);
        return found is not null && found.Value.Size == (ulong)package.Size
            && File.Exists(stamp) && FileStamp.Parse(File.ReadAllText(stamp)) == found;
    }

    private static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.SequentialScan);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }
}
