// A .deb is an ar archive (deb(5), ar(5)): "!<arch>\n", then members with a 60-byte header: name (16), date, uid, gid, mode,
// size in decimal (10, at offset 48) and "`\n"; each member begins at an even offset.
using System;
using System.Globalization;
using System.IO;
using System.Text;

namespace Corewright.Build.Kernels;

/// <summary>Where a package's files are inside its <c>.deb</c>.</summary>
/// <param name="Name">Such as <c>data.tar.xz</c>; its ending names the compressor.</param>
/// <param name="Offset">Of its first byte in the file.</param>
/// <param name="Length">In bytes.</param>
internal sealed record DebMember(string Name, long Offset, long Length)
{
    private const int HeaderBytes = 60;

    /// <summary>The member <c>data.tar</c> with whatever ending it has.</summary>
    /// <param name="file">The package, open.</param>
    /// <param name="where">For errors.</param>
    /// <exception cref="BuildException">No ar archive, or one without that member.</exception>
    public static DebMember FindData(Stream file, string where)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        file.Position = 0;
        if (file.ReadAtLeast(header[..8], 8, throwOnEndOfStream: false) != 8 || !header[..8].SequenceEqual("!<arch>\n"u8))
            throw new BuildException("a Debian package was expected; this is no ar archive", where);
        for (long at = 8; ;)
        {
            file.Position = at;
            if (file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) != HeaderBytes)
                throw new BuildException("the package holds no data.tar", where);
            string name = Encoding.ASCII.GetString(header[..16]).TrimEnd(' ', '/');
            if (!header[58..].SequenceEqual("`\n"u8)
                || !long.TryParse(Encoding.ASCII.GetString(header[48..58]).TrimEnd(), NumberStyles.None, CultureInfo.InvariantCulture, out long size)
                || size > file.Length - at - HeaderBytes)
                throw new BuildException($"the package's ar header at {at} is damaged", where);
            if (name.StartsWith("data.tar", StringComparison.Ordinal))
                return new DebMember(name, at + HeaderBytes, size);
            at += HeaderBytes + size + (size & 1);
        }
    }
}
