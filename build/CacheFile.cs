using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Corewright.Build;

/// <summary>Files of the cache appear whole or not at all, whoever else writes the same one at the same time.</summary>
internal static class CacheFile
{
    /// <summary>Writes a file under a name of its own beside its place, then renames it.</summary>
    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string temporary = $"{path}.{Environment.ProcessId}-{Guid.NewGuid():N}.tmp";
        try
        {
            await File.WriteAllBytesAsync(temporary, content, cancellationToken);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
