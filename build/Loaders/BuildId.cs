using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;

namespace Corewright.Build.Loaders;

/// <summary>A loader's build id: a hash of all that goes into it, the same for the same sources wherever they are built.</summary>
internal static class BuildId
{
    /// <summary>As many as ELF's usual note of type NT_GNU_BUILD_ID has.</summary>
    public const int HexDigits = 40;

    /// <summary>The build id, in lower-case hex.</summary>
    /// <param name="build">Where the objects come from.</param>
    /// <param name="objects">The linked object files.</param>
    /// <param name="pieces">The payload, except the build id itself.</param>
    public static string Of(FreestandingBuild build, IReadOnlyList<string> objects, IReadOnlyList<PayloadEntry> pieces) =>
        StepCache.Key(
        [
            .. objects.Select(build.Digest),
            .. pieces.SelectMany(p => new[]
            {
                p.Kind.ToString(), p.Name, Convert.ToHexStringLower(SHA256.HashData(p.Data)),
            }),
        ])[..HexDigits];
}
