using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Corewright.Build;

/// <summary>One build at a time does a piece of long work for the cache; the others wait and then find it done.</summary>
internal static class CacheLock
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Waits until this process alone holds the lock; disposing the result gives it back, as does the process's end.</summary>
    /// <param name="path">The lock's file; it stays behind, empty.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static async Task<IDisposable> TakeAsync(string path, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        while (true)
        {
            try
            {
                // FileShare.None is an advisory flock on Linux, which ends with the process however that ends.
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                await Task.Delay(s_pause, cancellationToken);
            }
        }
    }
}
