using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;

namespace Corewright.Build.Store;

/// <summary>Opens files of a mirror, from any byte on.</summary>
internal sealed class Transport : IDisposable
{
    private readonly HttpClient _client;

    public Transport(int connections)
    {
        var handler = new SocketsHttpHandler
        {
            Proxy = new AptProxy(),
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = TimeSpan.FromSeconds(20),
            MaxConnectionsPerServer = Math.Max(2, connections),
        };

        // No limit on the whole: a large file takes as long as it takes. A stalled one is noticed by whoever reads it.
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("corewright", "1"));
    }

    /// <summary>Opens a file.</summary>
    /// <param name="address">http, https or file.</param>
    /// <param name="offset">The first byte that is wanted.</param>
    /// <param name="last">The last one; null for the file's.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>A stream, and where in the file it really starts: 0 if the server does not resume.</returns>
    /// <exception cref="PackageGoneException">The mirror does not have the file.</exception>
    /// <exception cref="HttpRequestException">Anything else went wrong; may be tried again.</exception>
    public async Task<(Stream Content, long Start)> OpenAsync(
        Uri address, long offset, long? last, CancellationToken cancellationToken)
    {
        if (address.IsFile)
            return OpenFile(address, offset);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (offset > 0 || last is not null)
            request.Headers.Range = new RangeHeaderValue(offset, last);
        HttpResponseMessage response =
            await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        try
        {
            if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
                throw new PackageGoneException(address, (int)response.StatusCode);
            if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
                return await OpenAsync(address, 0, null, cancellationToken);
            response.EnsureSuccessStatusCode();
            long start = response.StatusCode == HttpStatusCode.PartialContent
                ? response.Content.Headers.ContentRange?.From ?? throw new HttpRequestException("a part without Content-Range")
                : 0;
            if (start != 0 && start != offset)
                throw new HttpRequestException($"byte {offset} was asked for, byte {start} was sent");
            Stream content = await response.Content.ReadAsStreamAsync(cancellationToken);
            return (content, start);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    public void Dispose() => _client.Dispose();

    private static (Stream Content, long Start) OpenFile(Uri address, long offset)
    {
        try
        {
            var file = new FileStream(address.LocalPath, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            long start = offset <= file.Length ? offset : 0;
            file.Position = start;
            return (file, start);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PackageGoneException(address, 404);
        }
    }
}
