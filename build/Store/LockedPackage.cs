using System.Collections.Generic;
using System.Linq;

namespace Corewright.Build.Store;

/// <summary>One package file, pinned.</summary>
/// <param name="Name">Such as <c>bpftool</c>.</param>
/// <param name="Version">Debian's version, such as <c>7.5.0+6.12.107-1</c>.</param>
/// <param name="Architecture">Such as <c>arm64</c> or <c>all</c>.</param>
/// <param name="Suite">The suite whose index named it; says which archive of the mirror has it.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Lower-case hex.</param>
/// <param name="Path">Its path in the archive, such as <c>pool/main/l/linux/….deb</c>.</param>
public sealed record LockedPackage(
    string Name, string Version, string Architecture, string Suite, long Size, string Sha256, string Path)
{
    /// <summary>
    /// If not empty: all that is fetched of the package. What is wanted from a debug package is a tenth of it; its parts were
    /// pinned when the whole was at hand and had been verified.
    /// </summary>
    public IReadOnlyList<PackagePart> Parts { get; init; } = [];

    /// <summary>How many bytes are fetched.</summary>
    public long FetchBytes => Parts.Count == 0 ? Size : Parts.Sum(part => part.Length);

    /// <summary>How messages name it.</summary>
    public string Title => $"{Name} {Version} {Architecture}";
}

/// <summary>A part of a package file, pinned.</summary>
/// <param name="Offset">Its first byte.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Sha256">Lower-case hex, of these bytes.</param>
public sealed record PackagePart(long Offset, long Length, string Sha256);
