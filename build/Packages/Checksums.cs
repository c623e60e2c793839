// The format of sha256sum(1): digest, two spaces, name, one line per file.
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace Corewright.Build.Packages;

/// <summary>Writes <c>SHA256SUMS</c>; check it with <c>sha256sum -c SHA256SUMS</c>.</summary>
internal static class Checksums
{
    /// <summary>The file's name.</summary>
    internal const string FileName = "SHA256SUMS";

    /// <summary>Writes the sums of all files of a folder's release, sorted by name.</summary>
    internal static Task WriteAsync(IReadOnlyList<PackageFile> packages, string folder, CancellationToken cancellationToken)
    {
        IEnumerable<string> lines = packages
            .OrderBy(p => Path.GetFileName(p.Path), StringComparer.Ordinal)
            .Select(p => $"{p.Sha256}  {Path.GetFileName(p.Path)}\n");
        return AtomicFile.WriteAsync(
            Path.Combine(folder, FileName), Encoding.ASCII.GetBytes(string.Concat(lines)), cancellationToken);
    }
}
