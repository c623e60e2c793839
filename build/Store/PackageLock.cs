using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Corewright.Build.Plan;

namespace Corewright.Build.Store;

/// <summary>
/// <c>targets/packages.lock</c>: which exact packages each set consists of. A line each, sorted, so that a change of one
/// version is a change of one line:
/// <code>
/// set     &lt;set&gt; &lt;fingerprint of its definition&gt;
/// package &lt;set,set,…&gt; &lt;name&gt; &lt;version&gt; &lt;architecture&gt; &lt;suite&gt; &lt;size&gt; &lt;SHA-256&gt; &lt;path&gt;
/// part    &lt;SHA-256 of its package&gt; &lt;offset&gt; &lt;length&gt; &lt;SHA-256&gt;
/// </code>
/// </summary>
public sealed class PackageLock
{
    private readonly Dictionary<string, LockedSet> _sets;

    /// <summary>A lock of the given sets.</summary>
    public PackageLock(IEnumerable<LockedSet> sets) => _sets = sets.ToDictionary(set => set.Name, StringComparer.Ordinal);

    /// <summary>The sets by name.</summary>
    public IReadOnlyDictionary<string, LockedSet> Sets => _sets;

    /// <summary>Reads a lock.</summary>
    /// <param name="name">What messages call the file.</param>
    /// <param name="lines">Its lines.</param>
    /// <exception cref="BuildException">A line is not as described above.</exception>
    public static PackageLock Parse(string name, IEnumerable<string> lines)
    {
        var fingerprints = new Dictionary<string, string>(StringComparer.Ordinal);
        var packages = new Dictionary<string, List<LockedPackage>>(StringComparer.Ordinal);
        var parts = new Dictionary<string, List<PackagePart>>(StringComparer.Ordinal);
        int number = 0;
        foreach (string line in lines)
        {
            number++;
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0 || words[0].StartsWith('#'))
                continue;
            switch (words[0], words.Length)
            {
                case ("set", 3) when fingerprints.TryAdd(words[1], words[2]):
                    packages.Add(words[1], []);
                    break;
                case ("package", 9) when Package(words) is { } package:
                    foreach (string set in words[1].Split(','))
                    {
                        if (!packages.TryGetValue(set, out List<LockedPackage>? list))
                            throw new BuildException($"package of an undeclared set '{set}'", $"{name}:{number}", Again);
                        list.Add(package);
                    }

                    break;
                case ("part", 5) when Part(words) is { } part:
                    if (!parts.TryGetValue(words[1], out List<PackagePart>? known))
                        parts.Add(words[1], known = []);
                    known.Add(part);
                    break;
                default:
                    throw new BuildException("not a line of a package lock", $"{name}:{number}", Again);
            }
        }

        return new PackageLock(fingerprints.Select(pair => new LockedSet(
            pair.Key, pair.Value, [.. packages[pair.Key].Select(package => WithParts(package, parts, name))])));
    }

    /// <summary>Reads a lock file; one that is not there is an empty lock.</summary>
    public static PackageLock Read(string root, string path) => File.Exists(path)
        ? Parse(Path.GetRelativePath(root, path).Replace('\\', '/'), File.ReadLines(path))
        : new PackageLock([]);

    /// <summary>The lock's text.</summary>
    public string Format()
    {
        var text = new StringBuilder()
            .Append("# Written by ./build.sh --target=Lock from packages.yml and kernels.yml; not edited by hand.\n")
            .Append("# set <name> <fingerprint of its definition>\n")
            .Append("# package <sets> <name> <version> <architecture> <suite> <bytes> <SHA-256> <path in the archive>\n")
            .Append("# part <SHA-256 of its package> <offset> <bytes> <SHA-256>: only the parts of such a package are fetched\n");
        LockedSet[] sets = [.. _sets.Values.OrderBy(set => set.Name, StringComparer.Ordinal)];
        foreach (LockedSet set in sets)
            text.Append(CultureInfo.InvariantCulture, $"set {set.Name} {set.Fingerprint}\n");
        var users = sets.SelectMany(set => set.Packages.Select(package => (package, set.Name)))
            .GroupBy(use => use.package with { Parts = [] }, use => use.Name)
            .OrderBy(group => group.Key.Name, StringComparer.Ordinal)
            .ThenBy(group => group.Key.Architecture, StringComparer.Ordinal)
            .ThenBy(group => group.Key.Version, StringComparer.Ordinal)
            .ThenBy(group => group.Key.Suite, StringComparer.Ordinal);
        foreach (IGrouping<LockedPackage, string> group in users)
        {
            LockedPackage p = group.Key;
            text.Append(
                CultureInfo.InvariantCulture,
                $"package {string.Join(',', group)} {p.Name} {p.Version} {p.Architecture} {p.Suite} {p.Size} {p.Sha256} {p.Path}\n");
        }

        var parts = sets.SelectMany(set => set.Packages).DistinctBy(package => package.Sha256)
            .SelectMany(package => package.Parts.Select(part => (package, part)));
        foreach ((LockedPackage package, PackagePart part) in parts)
            text.Append(CultureInfo.InvariantCulture, $"part {package.Sha256} {part.Offset} {part.Length} {part.Sha256}\n");
        return text.ToString();
    }

    private const string Again = "write the lock anew with ./build.sh --target=Lock";

    private static LockedPackage? Package(string[] words)
    {
        bool valid = long.TryParse(words[6], NumberStyles.None, CultureInfo.InvariantCulture, out long size)
            && size > 0 && IsHash(words[7]) && IsPlainPath(words[8]);
        return valid ? new LockedPackage(words[2], words[3], words[4], words[5], size, words[7], words[8]) : null;
    }

    private static PackagePart? Part(string[] words)
    {
        return long.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out long offset)
            && long.TryParse(words[3], NumberStyles.None, CultureInfo.InvariantCulture, out long length)
            && length > 0 && IsHash(words[4])
            ? new PackagePart(offset, length, words[4])
            : null;
    }

    private static LockedPackage WithParts(
        LockedPackage package, Dictionary<string, List<PackagePart>> parts, string name)
    {
        if (!parts.TryGetValue(package.Sha256, out List<PackagePart>? own))
            return package;
        return own.Any(part => part.Offset > package.Size - part.Length)
            ? throw new BuildException($"a part of {package.Title} lies outside of it", name, Again)
            : package with { Parts = own };
    }

    private static bool IsHash(string word) => word.Length == 64 && word.All(char.IsAsciiHexDigitLower);

    // The path goes into a URL and names the file in messages.
    private static bool IsPlainPath(string path) =>
        !path.StartsWith('/') && !path.Split('/').Any(part => part is "" or "." or "..") && !path.AsSpan().ContainsAny("?#\\:");
}

/// <summary>A set of the lock.</summary>
/// <param name="Name">The set's name.</param>
/// <param name="Fingerprint">Of the definition that it was resolved from: tells when <c>packages.yml</c> changed since.</param>
/// <param name="Packages">In any order.</param>
public sealed record LockedSet(string Name, string Fingerprint, IReadOnlyList<LockedPackage> Packages)
{
    /// <summary>SHA-256 over the packages' names and checksums, in lower-case hex; the order does not matter.</summary>
    public string Digest
    {
        get
        {
            IEnumerable<string> lines = Packages.Select(p => $"{p.Name} {p.Version} {p.Architecture} {p.Sha256}\n");
            return Convert.ToHexStringLower(SHA256.HashData(
                Encoding.UTF8.GetBytes(string.Concat(lines.Order(StringComparer.Ordinal)))));
        }
    }

    /// <summary>Names what a set is resolved from, in 16 hex digits.</summary>
    public static string FingerprintOf(PackageSet set)
    {
        string definition = string.Join('\n', [
            set.Architecture, string.Join(' ', set.Suites), string.Join(' ', set.Roots),
            string.Join(' ', set.Exclude.Order(StringComparer.Ordinal)), set.Dependencies ? "dependencies" : "alone"]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(definition)))[..16];
    }
}
