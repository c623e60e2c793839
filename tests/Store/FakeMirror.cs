using System;
using System.Collections.Concurrent;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace Corewright.Tests.Store;

/// <summary>A mirror on this machine that can cut connections and ignore ranges.</summary>
internal sealed class FakeMirror : IDisposable
{
    private readonly HttpListener _listener = new();

    public FakeMirror()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/debian/";
        }

        _listener.Prefixes.Add(Address);
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    public string Address { get; }

    public ConcurrentDictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>What was asked for: path and range.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>How many answers are cut off after half.</summary>
    public int Cuts { get; set; }

    public bool Ranges { get; set; } = true;

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            try
            {
                Answer(context);
            }
            catch (Exception error) when (error is HttpListenerException or IOException or InvalidOperationException)
            {
                // The other side went away.
            }
        }
    }

    private void Answer(HttpListenerContext context)
    {
        string path = Uri.UnescapeDataString(context.Request.Url!.AbsolutePath)["/debian/".Length..];
        string? range = context.Request.Headers["Range"];
        Requests.Enqueue($"{path} {range}".TrimEnd());
        using HttpListenerResponse response = context.Response;
        if (!Files.TryGetValue(path, out byte[]? content))
        {
            response.StatusCode = 404;
            return;
        }

        int from = 0, to = content.Length - 1;
        if (range is not null && Ranges)
        {
            string[] ends = range["bytes=".Length..].Split('-');
            from = int.Parse(ends[0]);
            to = ends[1].Length > 0 ? int.Parse(ends[1]) : to;
            response.StatusCode = 206;
            response.Headers["Content-Range"] = $"bytes {from}-{to}/{content.Length}";
        }

        int length = to - from + 1;
        response.ContentLength64 = length;
        if (Cuts > 0)
        {
            Cuts--;
            response.OutputStream.Write(content, from, length / 2);
            response.OutputStream.Flush();
            response.Abort();
            return;
        }

        response.OutputStream.Write(content, from, length);
    }
}
