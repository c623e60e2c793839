using System.IO;

namespace Corewright.Build.Store;

/// <summary>One thing that a package would install.</summary>
/// <param name="Path">Relative, with forward slashes, without <c>.</c> and <c>..</c>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Mode">Its permissions, set-user-id bits included.</param>
/// <param name="Size">Bytes of a file, else 0.</param>
/// <param name="Target">Of a hard link: a path like <paramref name="Path"/>. Of a symbolic link: as written.</param>
/// <param name="Content">A file's bytes, to be read once before the next entry.</param>
public sealed record PackageEntry(
    string Path, EntryKind Kind, UnixFileMode Mode, long Size, string Target, Stream Content);

/// <summary>Kinds of entries. Devices, pipes and sockets are refused.</summary>
public enum EntryKind
{
    /// <summary>A regular file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A symbolic link.</summary>
    SymbolicLink,

    /// <summary>A second name of a file that came before.</summary>
    HardLink,
}
