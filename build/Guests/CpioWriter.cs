// cpio "newc" archives as the kernel's initramfs reader takes them: Documentation/driver-api/early-userspace/buffer-format.rst.
// A header is "070701" and 13 fields of 8 hex digits; name and data are padded to 4 bytes; archives may follow one another.
using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace Corewright.Build.Guests;

/// <summary>
/// Writes a newc cpio archive. Everything belongs to root and is dated 0, so that the same entries give the same bytes.
/// Parent folders are made as needed.
/// </summary>
internal sealed class CpioWriter(Stream output)
{
    private const int Directory = 0x4000, CharacterDevice = 0x2000, Regular = 0x8000, SymbolicLink = 0xA000;
    private readonly HashSet<string> _directories = [];
    private uint _inode = 1;

    /// <summary>A folder, and those above it. A second call for the same folder does nothing.</summary>
    /// <param name="path">Absolute in the guest.</param>
    public void AddDirectory(string path)
    {
        string name = Relative(path);
        int slash = name.LastIndexOf('/');
        if (slash > 0)
            AddDirectory("/" + name[..slash]);
        if (_directories.Add(name))
            Add(name, Directory | 0x1ED, [], 0, 0);
    }

    /// <summary>A file.</summary>
    public void AddFile(string path, ReadOnlySpan<byte> content, bool executable)
    {
        string name = AddParent(path);
        Add(name, Regular | (executable ? 0x1ED : 0x1A4), content, 0, 0);
    }

    /// <summary>A symbolic link.</summary>
    public void AddLink(string path, string target)
    {
        string name = AddParent(path);
        Add(name, SymbolicLink | 0x1FF, Encoding.UTF8.GetBytes(target), 0, 0);
    }

    /// <summary>A character device node. The kernel opens <c>/dev/console</c> before anything can mount devtmpfs.</summary>
    public void AddCharacterDevice(string path, uint major, uint minor)
    {
        string name = AddParent(path);
        Add(name, CharacterDevice | 0x180, [], major, minor);
    }

    /// <summary>Ends the archive.</summary>
    public void Finish() => Add("TRAILER!!!", 0, [], 0, 0);

    private string AddParent(string path)
    {
        string name = Relative(path);
        int slash = name.LastIndexOf('/');
        if (slash > 0)
            AddDirectory("/" + name[..slash]);
        return name;
    }

    private static string Relative(string path)
    {
        string name = path.TrimEnd('/');
        if (!name.StartsWith('/') || name.Length < 2 || name.Contains('\0') || Array.Exists(name[1..].Split('/'), p => p is "" or "." or ".."))
            throw new BuildException($"a guest's file needs an absolute, plain path; found '{path}'");
        return name[1..];
    }

    private void Add(string name, int mode, ReadOnlySpan<byte> content, uint major, uint minor)
    {
        byte[] nameBytes = Encoding.UTF8.GetBytes(name);
        uint inode = mode == 0 ? 0 : _inode++;
        string header = $"070701{inode:X8}{mode:X8}{0:X8}{0:X8}{1:X8}{0:X8}{content.Length:X8}"
            + $"{0:X8}{0:X8}{major:X8}{minor:X8}{nameBytes.Length + 1:X8}{0:X8}";
        output.Write(Encoding.ASCII.GetBytes(header));
        output.Write(nameBytes);
        output.WriteByte(0);
        Pad(header.Length + nameBytes.Length + 1);
        output.Write(content);
        Pad(content.Length);
    }

    private void Pad(int length)
    {
        ReadOnlySpan<byte> zeros = [0, 0, 0];
        output.Write(zeros[..(-length & 3)]);
    }
}
