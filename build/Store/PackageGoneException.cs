using System;
using System.Collections.Generic;

namespace Corewright.Build.Store;

/// <summary>The mirror no longer has a file: the one failure of a download that resolving anew can mend.</summary>
internal sealed class PackageGoneException(Uri address, int status)
    : BuildException($"the mirror no longer has this file (status {status})", address.AbsoluteUri)
{
    /// <summary>SHA-256 of the packages that are gone.</summary>
    public HashSet<string> Packages { get; } = new(StringComparer.Ordinal);
}
