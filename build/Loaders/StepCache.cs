using System;
using System.Collections.Concurrent;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace Corewright.Build.Loaders;

/// <summary>
/// Results of build steps by the hash of everything that went in, so that nothing is done twice. A result appears under its
/// name only when it is complete; two processes at once may both make it, and the bytes are the same.
/// </summary>
/// <param name="folder">Where the results are kept; may be deleted at any time.</param>
internal sealed class StepCache(string folder)
{
    // By result: who needs one that is being made waits for it.
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> s_turns = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, string> _digests = new();

    /// <summary>A key over some inputs. Each part is preceded by its length, so that no two lists give the same bytes.</summary>
    /// <param name="parts">Texts; use <see cref="Digest"/> for files.</param>
    public static string Key(params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (string part in parts)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(part);
            BitConverter.TryWriteBytes(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>SHA-256 of a file, read once per run.</summary>
    public string Digest(string path) => _digests.GetOrAdd(path, static p =>
    {
        using var stream = File.OpenRead(p);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    });

    /// <summary>The result of a step, made now if it is not there yet.</summary>
    /// <param name="step">What the step is called: a folder's name.</param>
    /// <param name="key">What went in: see <see cref="Key"/>.</param>
    /// <param name="fileName">What the result is called.</param>
    /// <param name="make">Makes it under the path that it is given.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The result's path.</returns>
    public async Task<string> GetAsync(
        string step, string key, string fileName, Func<string, Task> make, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string home = Path.Combine(folder, step, key[..24]);
        string result = Path.Combine(home, fileName);
        if (File.Exists(result))
            return result;
        SemaphoreSlim turn = s_turns.GetOrAdd(result, static _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(cancellationToken);
        try
        {
            if (!File.Exists(result))
                await MakeAsync(home, result, make);
        }
        finally
        {
            turn.Release();
        }
        return result;
    }

    private static async Task MakeAsync(string home, string result, Func<string, Task> make)
    {
        // The compilers write names of their files into what they make, so the name stays and the folder is temporary.
        string work = $"{home}.{Environment.ProcessId}.{Guid.NewGuid():n}";
        Directory.CreateDirectory(work);
        try
        {
            string made = Path.Combine(work, Path.GetFileName(result));
            await make(made);
            Directory.CreateDirectory(home);
            File.Move(made, result, overwrite: true);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }
}
