using System;
using System.Collections.Generic;
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
            : await IsRightAsync(package, path, cancellationToken) ? null : "its content was changed";
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
        Remove(package);
    }

    /// <summary>Removes the file.</summary>
    public void Remove(LockedPackage package)
    {
        File.Delete(layout.Package(package));
        File.Delete(layout.PackageStamp(package));
    }

    private bool IsTrusted(LockedPackage package, FileStamp? found)
    {
        string stamp = layout.PackageStamp(package);
        return found is not null && found.Value.Size == (ulong)package.Size
            && File.Exists(stamp) && FileStamp.Parse(File.ReadAllText(stamp)) == found;
    }

    private static async Task<bool> IsRightAsync(LockedPackage package, string path, CancellationToken cancellationToken)
    {
        IReadOnlyList<PackagePart> parts =
            package.Parts.Count > 0 ? package.Parts : [new PackagePart(0, package.Size, package.Sha256)];
        foreach (PackagePart part in parts)
        {
            await using var window = new FileWindow(path, part.Offset, part.Length);
            if (Convert.ToHexStringLower(await SHA256.HashDataAsync(window, cancellationToken)) != part.Sha256)
                return false;
        }

        return true;
    }
}
