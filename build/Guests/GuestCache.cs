using System.IO;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Kernels;
using Corewright.Build.Plan;
using Corewright.Build.Store;

namespace Corewright.Build.Guests;

/// <summary>Complete answers of guests, by everything that went into them. What they mean is judged anew each time.</summary>
internal sealed class GuestCache(string cache)
{
    // Part of every key: raise it when the host's side of a run changes what an answer says.
    private const string Format = "answer 1";

    /// <summary>The digest of all of a run's inputs.</summary>
    public static string Key(ToolRoot qemu, Architecture architecture, PreparedKernel kernel, string baseDigest, byte[] job) =>
        ContentDigest.Of([Format, qemu.Digest, architecture.Qemu + kernel.Kernel.Arguments, kernel.Digest, baseDigest, ContentDigest.Of(job)]);

    /// <summary>An earlier answer, or null. A file that was altered or can't be read counts as none and is written again.</summary>
    public async Task<GuestOutcome.Complete?> FindAsync(string key, CancellationToken cancellationToken)
    {
        if (!await CacheFile.IsIntactAsync(PathOf(key), cancellationToken))
            return null;
        try
        {
            await using FileStream file = File.OpenRead(PathOf(key));
            return await JsonSerializer.DeserializeAsync<GuestOutcome.Complete>(file, cancellationToken: cancellationToken)
                is { } answer ? answer with { FromCache = true } : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Keeps an answer.</summary>
    public Task KeepAsync(string key, GuestOutcome.Complete answer, CancellationToken cancellationToken) =>
        CacheFile.WriteAsync(PathOf(key), JsonSerializer.SerializeToUtf8Bytes(answer), cancellationToken);

    private string PathOf(string key) => Path.Combine(cache, "guests", "answers", key + ".json");
}
