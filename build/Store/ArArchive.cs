// ar(5), the common format: "!<arch>\n", then members with a 60-byte header in ASCII, each at an even offset.
using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;

namespace Corewright.Build.Store;

/// <summary>One member of an ar archive.</summary>
/// <param name="Name">Without trailing blanks and slash.</param>
/// <param name="Offset">Of its first byte, in the archive.</param>
/// <param name="Size">Bytes.</param>
internal readonly record struct ArMember(string Name, long Offset, long Size);

/// <summary>Lists the members of an ar archive without reading them.</summary>
internal static class ArArchive
{
    private const int HeaderBytes = 60;

    // A package has three members; deb(5) allows more, which begin with an underscore.
    private const int MaximumMembers = 64;

    /// <summary>Reads all headers.</summary>
    /// <param name="file">The archive, from its start; must be able to seek.</param>
    /// <param name="where">What messages call it.</param>
    /// <param name="most">With more members than so many it is refused.</param>
    /// <exception cref="BuildException">It is not an ar archive, or ends too early.</exception>
    public static IReadOnlyList<ArMember> Members(Stream file, string where, int most = MaximumMembers)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        file.Position = 0;
        if (file.ReadAtLeast(header[..8], 8, throwOnEndOfStream: false) != 8 || !header[..8].SequenceEqual("!<arch>\n"u8))
            throw new BuildException("not an ar archive", where);
        var members = new List<ArMember>();
        long at = 8;
        while (at < file.Length)
        {
            file.Position = at;
            if (file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) != HeaderBytes)
                throw new BuildException($"the archive ends within the header of a member at byte {at}", where);
            if (!header[58..].SequenceEqual("`\n"u8))
                throw new BuildException($"no member header at byte {at}", where);
            string name = Encoding.ASCII.GetString(header[..16]).TrimEnd(' ').TrimEnd('/');
            string size = Encoding.ASCII.GetString(header[48..58]).TrimEnd(' ');
            if (!long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out long bytes))
                throw new BuildException($"member '{name}' has the size '{size}'", where);
            if (bytes > file.Length - at - HeaderBytes)
                throw new BuildException($"member '{name}' has {bytes} bytes, the archive ends before", where);
            if (members.Count == most)
                throw new BuildException($"more than {most} members", where);
            members.Add(new ArMember(name, at + HeaderBytes, bytes));
            at += HeaderBytes + bytes + (bytes & 1);
        }

        return members;
    }
}
