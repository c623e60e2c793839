using System.Collections.Generic;
using System.Formats.Tar;
using System.IO;
using System.IO.Compression;
using System.Text;

namespace Corewright.Tests.Store;

/// <summary>Makes small packages, well-formed or not.</summary>
internal sealed class DebBuilder
{
    private readonly List<TarEntry> _entries = [];

    public DebBuilder File(string path, string content, UnixFileMode mode = (UnixFileMode)0x1a4)
    {
        _entries.Add(new PaxTarEntry(TarEntryType.RegularFile, path)
        {
            Mode = mode,
            DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)),
        });
        return this;
    }

    public DebBuilder Link(string path, string target, TarEntryType type = TarEntryType.SymbolicLink)
    {
        _entries.Add(new PaxTarEntry(type, path) { LinkName = target });
        return this;
    }

    public DebBuilder Entry(TarEntryType type, string path)
    {
        _entries.Add(new PaxTarEntry(type, path));
        return this;
    }

    public byte[] Build() => Ar(("debian-binary", "2.0\n"u8.ToArray()), ("control.tar", []), ("data.tar.gz", Tar()));

    /// <summary>An ar archive; a member's size can be lied about.</summary>
    public static byte[] Ar(params (string Name, byte[] Content)[] members)
    {
        using var ar = new MemoryStream();
        ar.Write("!<arch>\n"u8);
        foreach ((string name, byte[] content) in members)
        {
            ar.Write(Header(name, content.Length));
            ar.Write(content);
            if (content.Length % 2 == 1)
                ar.WriteByte((byte)'\n');
        }

        return ar.ToArray();
    }

    public static byte[] Header(string name, long size) =>
        Encoding.ASCII.GetBytes($"{name,-16}{0,-12}{0,-6}{0,-6}{"100644",-8}{size,-10}`\n");

    private byte[] Tar()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(gzip))
        {
            foreach (TarEntry entry in _entries)
                tar.WriteEntry(entry);
        }

        return packed.ToArray();
    }
}
