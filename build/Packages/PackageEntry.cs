using System;

namespace Corewright.Build.Packages;

/// <summary>A file of a package.</summary>
/// <param name="Path">Its path in the package: forward slashes, relative.</param>
/// <param name="Mode">Its permission bits, such as 0755 (octal).</param>
/// <param name="Content">Its bytes.</param>
internal sealed record PackageEntry(string Path, int Mode, ReadOnlyMemory<byte> Content)
{
    /// <summary>rwxr-xr-x.</summary>
    internal const int Executable = 0b111_101_101;

    /// <summary>rw-r--r--.</summary>
    internal const int Plain = 0b110_100_100;
}
