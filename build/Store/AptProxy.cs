// The proxy settings of apt.conf(5) and apt-transport-http(1), as apt-config(8) gives them.
using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Http;

namespace Corewright.Build.Store;

/// <summary>
/// The proxy that the environment names (http_proxy, no_proxy, as everywhere in .NET); where it names none, the one that apt is
/// set up with. Asked for when the first connection is made: a build that fetches nothing does not pay for it.
/// </summary>
/// <param name="environment">What the environment says.</param>
/// <param name="settings">Reads apt's settings: names and values.</param>
internal sealed class AptProxy(IWebProxy environment, Func<IReadOnlyDictionary<string, string>> settings) : IWebProxy
{
    private readonly Lazy<IReadOnlyDictionary<string, string>> _settings = new(settings);

    public AptProxy()
        : this(HttpClient.DefaultProxy, ReadSettings)
    {
    }

    /// <summary>Those of the address, as in <c>http://name:password@proxy:3128</c>.</summary>
    public ICredentials? Credentials { get; set; } = new AddressCredentials(environment.Credentials);

    public Uri? GetProxy(Uri destination)
    {
        if (environment.GetProxy(destination) is { } given && given != destination)
            return given;

        // A host's own setting comes first; what https does not set is as for http; DIRECT means none.
        foreach (string scheme in (string[])(destination.Scheme == "https" ? ["https", "http"] : ["http"]))
        {
            foreach (string name in (string[])[$"Acquire::{scheme}::Proxy::{destination.Host}", $"Acquire::{scheme}::Proxy"])
            {
                if (_settings.Value.TryGetValue(name, out string? value) && value.Length > 0)
                    return value != "DIRECT" && Uri.TryCreate(value, UriKind.Absolute, out Uri? proxy) ? proxy : null;
            }
        }

        return null;
    }

    public bool IsBypassed(Uri host) => GetProxy(host) is null;

    /// <summary>Reads the lines <c>name value</c>.</summary>
    public static IReadOnlyDictionary<string, string> Parse(string text)
    {
        var found = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string line in text.Split('\n'))
        {
            if (line.IndexOf(' ', StringComparison.Ordinal) is > 0 and int space)
                found[line[..space]] = line[(space + 1)..].Trim();
        }

        return found;
    }

    private static IReadOnlyDictionary<string, string> ReadSettings()
    {
        try
        {
            var start = new ProcessStartInfo("apt-config", ["dump", "--format", "%f %v%n", "Acquire::http", "Acquire::https"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using Process process = Process.Start(start)!;
            string text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return Parse(text);
        }
        catch (Win32Exception)
        {
            // No apt, no settings.
            return new Dictionary<string, string>();
        }
    }

    private sealed class AddressCredentials(ICredentials? environment) : ICredentials
    {
        public NetworkCredential? GetCredential(Uri uri, string authType)
        {
            if (environment?.GetCredential(uri, authType) is { } given)
                return given;
            string[] words = uri.UserInfo.Split(':', 2);
            return words.Length == 2 ? new NetworkCredential(Uri.UnescapeDataString(words[0]), Uri.UnescapeDataString(words[1])) : null;
        }
    }
}
