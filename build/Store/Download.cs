using System;
using System.Buffers;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Progress;

namespace Corewright.Build.Store;

/// <summary>What a file must turn out to be.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Lower-case hex.</param>
/// <param name="Title">How messages name it.</param>
/// <param name="Offset">Where in the file at <paramref name="Address"/> it starts; its parts are fetched like files.</param>
/// <param name="IsPart">Whether the file has more than what is wanted.</param>
internal sealed record Wanted(Uri Address, long Size, string Sha256, string Title, long Offset = 0, bool IsPart = false);

/// <summary>
/// Fetches one file. It grows under a name of its own, is hashed while it comes, and takes its final name only when size and
/// checksum are right. What an interrupted build left is continued.
/// </summary>
internal sealed class Download(Transport transport, IProgressLog log)
{
    private const int BufferBytes = 128 * 1024;

    // ENOSPC and EDQUOT of errno(3) on Linux.
    private const int NoSpace = 28, QuotaExceeded = 122;

    /// <summary>How often a file is tried.</summary>
    public int Attempts { get; init; } = 6;

    /// <summary>How long a connection may be silent. Tests shorten it.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The pause before the second attempt; each further one doubles it. Tests shorten it.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Fetches; the caller holds the file's lock.</summary>
    /// <param name="wanted">What is fetched.</param>
    /// <param name="partial">Where it grows.</param>
    /// <param name="path">Where it is when it is right.</param>
    /// <param name="progress">Told of every byte that arrives.</param>
    /// <param name="cancellationToken">Ends it; what has come is kept.</param>
    public async Task RunAsync(
        Wanted wanted, string partial, string path, IProgressItem progress, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(partial)!);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        TimeSpan pause = FirstPause;
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await AttemptAsync(wanted, partial, progress, cancellationToken);
                break;
            }
            catch (IOException error) when (error.HResult is NoSpace or QuotaExceeded)
            {
                throw new BuildException(
                    $"{wanted.Title} does not fit: {error.Message}", Path.GetDirectoryName(partial),
                    "free some space, or name another cache with --cache=, then run the same command: it continues", error);
            }
            catch (Exception error) when (IsPassing(error) && !cancellationToken.IsCancellationRequested)
            {
                if (attempt == Attempts)
                {
                    throw new BuildException(
                        $"{wanted.Title} could not be fetched in {Attempts} attempts: {error.Message}",
                        wanted.Address.AbsoluteUri, "check the network and the mirror, then run the same command: it continues",
                        error);
                }

                log.Verbose($"{wanted.Title}: {error.Message}; trying again in {pause.TotalSeconds:0.0} s");
                await Task.Delay(pause, cancellationToken);
                pause *= 2;
            }
            catch (HttpRequestException error)
            {
                throw new BuildException(
                    $"{wanted.Title} could not be fetched: {error.Message}", wanted.Address.AbsoluteUri,
                    "check the mirror and the proxy", error);
            }
        }

        File.Move(partial, path, overwrite: true);
    }

    private async Task AttemptAsync(
        Wanted wanted, string partial, IProgressItem progress, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = new FileStream(
            partial, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0, useAsync: false);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            if (file.Length > wanted.Size)
                file.SetLength(0);
            long present = await HashPresentAsync(file, hash, buffer, cancellationToken);
            if (present < wanted.Size)
                present = await AppendAsync(wanted, file, hash, present, buffer, progress, cancellationToken);
            Check(wanted, file, present, hash);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<long> AppendAsync(
        Wanted wanted,
        FileStream file,
        IncrementalHash hash,
        long present,
        byte[] buffer,
        IProgressItem progress,
        CancellationToken cancellationToken)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        silence.CancelAfter(Silence);
        try
        {
            long first = wanted.Offset + present;
            (Stream content, long start) = await transport.OpenAsync(
                wanted.Address, first, wanted.IsPart ? wanted.Offset + wanted.Size - 1 : null, silence.Token);
            await using (content)
            {
                // A server that does not resume sends everything again; what is known of it is passed over.
                long skip = first - start;
                file.Position = present;
                while (present < wanted.Size)
                {
                    silence.CancelAfter(Silence);
                    long most = skip > 0 ? skip : wanted.Size - present;
                    int read = await content.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, most)), silence.Token);
                    if (read == 0)
                        return present;
                    if (skip > 0)
                    {
                        skip -= read;
                        continue;
                    }

                    present += read;
                    hash.AppendData(buffer, 0, read);
                    file.Write(buffer, 0, read);
                    progress.Advance(read);
                }

                return present;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"nothing came for {Silence.TotalSeconds:0.#} s");
        }
    }

    private static async Task<long> HashPresentAsync(
        FileStream file, IncrementalHash hash, byte[] buffer, CancellationToken cancellationToken)
    {
        long total = 0;
        int read;
        while ((read = await file.ReadAsync(buffer, cancellationToken)) > 0)
        {
            hash.AppendData(buffer, 0, read);
            total += read;
        }

        return total;
    }

    private static void Check(Wanted wanted, FileStream file, long present, IncrementalHash hash)
    {
        if (present < wanted.Size)
            throw new EndOfStreamException($"the connection ended after {present} of {wanted.Size} bytes");
        string found = Convert.ToHexStringLower(hash.GetHashAndReset());
        if (found != wanted.Sha256)
            throw new WrongContentException($"SHA-256 is {found}, expected {wanted.Sha256}", file);
    }

    private static bool IsPassing(Exception error) => error switch
    {
        HttpRequestException { StatusCode: null or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests } => true,
        HttpRequestException { StatusCode: { } status } => (int)status >= 500,
        TimeoutException or IOException => true,
        _ => false,
    };

    /// <summary>All bytes came and are not the right ones. The next attempt starts from nothing.</summary>
    private sealed class WrongContentException : IOException
    {
        public WrongContentException(string message, FileStream file)
            : base(message) => file.SetLength(0);
    }
}
