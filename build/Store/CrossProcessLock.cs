using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Corewright.Build.Store;

/// <summary>
/// A lock that other processes respect. It is an advisory lock on an empty file, which the kernel drops when a process ends, so
/// that a killed build leaves nothing behind. The file stays: removing it while another waits would let two in.
/// </summary>
internal static class CrossProcessLock
{
    // EWOULDBLOCK of errno(3). Any other error, such as that of a full disk, won't pass by waiting.
    private const int WouldBlock = 11;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits for the lock; disposing the result gives it back.</summary>
    /// <param name="path">The lock's file.</param>
    /// <param name="waiting">Called once if it has to wait.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async Task<IDisposable> AcquireAsync(string path, Action? waiting, CancellationToken cancellationToken)
    {
        CacheFolder.Create(Path.GetDirectoryName(path)!);
        while (true)
        {
            try
            {
                // On Unix FileShare.None is flock(LOCK_EX | LOCK_NB).
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            }
            catch (UnauthorizedAccessException error)
            {
                throw new BuildException(
                    "something is missing in the cache, and the cache can't be written to", path, "name another with --cache=FOLDER", error);
            }
            catch (IOException error) when (error.HResult == WouldBlock)
            {
                waiting?.Invoke();
                waiting = null;
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }
}
