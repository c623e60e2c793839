using System;
using System.Collections.Generic;
using System.Linq;
using Corewright.Build.Plan;

namespace Corewright.Build.Store;

/// <summary>Which mirror packages come from. No address is built in.</summary>
/// <param name="Main">The archive, with a closing slash.</param>
/// <param name="Security">The archive of security updates, with a closing slash.</param>
/// <param name="Keyring">The archive's public keys, a file that gpgv reads.</param>
/// <param name="Origin">Where this was found, for messages.</param>
public sealed record MirrorSettings(Uri Main, Uri Security, string Keyring, string Origin)
{
    private const string DebianKeyring = "/usr/share/keyrings/debian-archive-keyring.gpg";

    private static readonly string[] Releases =
    [
        "bullseye", "bookworm", "trixie", "forky", "sid",
        "oldoldstable", "oldstable", "stable", "testing", "unstable", "experimental",
    ];

    /// <summary>Takes what the options name, and for the rest what apt is set up with.</summary>
    /// <exception cref="BuildException">Neither names a mirror.</exception>
    public static MirrorSettings Find(StoreOptions options)
    {
        AptSource[] sources = [.. AptSource.ReadAll(options.AptFolder).Where(IsDebian).OrderByDescending(Likelihood)];
        (Uri Address, AptSource Source)? main = options.Mirror is null ? First(sources, security: false) : null;
        (Uri Address, AptSource Source)? security =
            options.Mirror is null && options.SecurityMirror is null ? First(sources, security: true) : null;

        Uri mainAddress = options.Mirror is not null ? Given(options.Mirror, "--mirror") : main?.Address
            ?? throw new BuildException(
                "apt is not set up with a Debian mirror that can be used", options.AptFolder,
                "name one with --mirror=<address of the archive> or CAKE_COREWRIGHT_MIRROR");

        // Where nothing names the security archive, it is the main one's neighbour, as on Debian's own mirrors.
        Uri securityAddress = options.SecurityMirror is not null
            ? Given(options.SecurityMirror, "--mirror-security")
            : security?.Address ?? new Uri(mainAddress.AbsoluteUri.TrimEnd('/') + "-security/");

        return new MirrorSettings(
            mainAddress, securityAddress, options.Keyring ?? main?.Source.Keyring ?? DebianKeyring,
            main?.Source.Where ?? "--mirror");
    }

    /// <summary>The address of an archive.</summary>
    public Uri Of(Archive archive) => archive == Archive.Main ? Main : Security;

    /// <summary>The address of a file of an archive; <paramref name="path"/> is as the index writes it.</summary>
    public Uri File(Archive archive, string path) =>
        new(Of(archive), string.Join('/', path.Split('/').Select(Uri.EscapeDataString)));

    private static (Uri Address, AptSource Source)? First(IEnumerable<AptSource> sources, bool security)
    {
        foreach (AptSource source in sources.Where(source => IsSecurity(source) == security))
        {
            foreach (string text in source.Addresses.SelectMany(Listed))
            {
                if (Usable(text) is { } address)
                    return (address, source);
            }
        }

        return null;
    }

    // Other archives have a suite "bookworm" and an area "main" as well.
    private static bool IsDebian(AptSource source) =>
        source.Areas.Contains("main", StringComparer.Ordinal)
        && source.Suites.Any(suite => Releases.Contains(suite.Split('-', '/')[0], StringComparer.Ordinal));

    private static int Likelihood(AptSource source) =>
        (source.Keyring?.Contains("debian-archive", StringComparison.Ordinal) == true ? 2 : 0)
        + (source.Addresses.Any(address => address.Contains("debian", StringComparison.OrdinalIgnoreCase)) ? 1 : 0);

    private static bool IsSecurity(AptSource source) =>
        source.Suites.Any(suite => suite.Contains("-security", StringComparison.Ordinal)
            || suite.EndsWith("/updates", StringComparison.Ordinal));

    // apt-transport-mirror(1), which cloud images use: a file with an address a line.
    private static IEnumerable<string> Listed(string address)
    {
        const string MirrorFile = "mirror+file:";
        if (!address.StartsWith(MirrorFile, StringComparison.Ordinal))
            return [address];
        string file = "/" + address[MirrorFile.Length..].TrimStart('/');
        return System.IO.File.Exists(file)
            ? System.IO.File.ReadLines(file).Select(line => line.Split('#', '\t', ' ')[0]).Where(line => line.Length > 0)
            : [];
    }

    private static Uri Given(string text, string setting) => Usable(text)
        ?? throw new BuildException(
            $"'{text}' is not the address of a mirror (http, https and file addresses are)", setting);

    private static Uri? Usable(string text) =>
        Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https" or "file"
            ? uri
            : null;
}
