using System.IO;

namespace Corewright.Build;

/// <summary>What a build that was killed left half made. Whoever removes it holds the lock of what it was to become.</summary>
internal static class LeftBehind
{
    /// <summary>Removes files and folders.</summary>
    /// <param name="pattern">A folder's path and a pattern of names in it.</param>
    public static void Remove(string pattern)
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(pattern)!);
        if (!folder.Exists)
            return;
        foreach (FileSystemInfo entry in folder.EnumerateFileSystemInfos(Path.GetFileName(pattern)))
        {
            if (entry is DirectoryInfo { LinkTarget: null } inner)
                inner.Delete(recursive: true);
            else
                entry.Delete();
        }
    }
}
