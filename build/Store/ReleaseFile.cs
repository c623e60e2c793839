// Debian's repository format: a Release file names every index of a suite with its size and SHA-256.
using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace Corewright.Build.Store;

/// <summary>A suite's Release file, after its signature was verified.</summary>
/// <param name="Files">What the suite consists of, by path below <c>dists/&lt;suite&gt;/</c>.</param>
/// <param name="ByHash">Whether indexes are also kept under their checksums, where no update can pull them away.</param>
/// <param name="ValidUntil">When a mirror should have a newer one; null for suites that don't change.</param>
internal sealed record ReleaseFile(
    IReadOnlyDictionary<string, ReleaseEntry> Files, bool ByHash, DateTimeOffset? ValidUntil)
{
    /// <summary>Reads a Release file.</summary>
    /// <param name="text">The signed text.</param>
    /// <param name="suite">Which suite was asked for.</param>
    /// <param name="where">Where it came from, for messages.</param>
    /// <exception cref="BuildException">It is of another suite, or lists no checksums.</exception>
    public static ReleaseFile Parse(ReadOnlySpan<byte> text, string suite, string where)
    {
        // A signed file of an old suite in place of a new one has a good signature, too.
        string codename = Deb822.Text(text, "Codename"u8), alias = Deb822.Text(text, "Suite"u8);
        if (codename != suite && alias != suite)
            throw new BuildException($"this is the index of '{codename}' ({alias}), not of '{suite}'", where);

        var files = new Dictionary<string, ReleaseEntry>(StringComparer.Ordinal);
        foreach (string line in Encoding.ASCII.GetString(Deb822.Field(text, "SHA256"u8)).Split('\n'))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 3 && words[0].Length == 64
                && long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out long size))
                files[words[2]] = new ReleaseEntry(words[0].ToLowerInvariant(), size);
        }

        if (files.Count == 0)
            throw new BuildException("the suite's index lists no SHA-256", where);
        DateTimeOffset? until = DateTimeOffset.TryParse(
            Deb822.Text(text, "Valid-Until"u8).Replace(" UTC", " GMT", StringComparison.Ordinal),
            CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset value) ? value : null;
        return new ReleaseFile(files, Deb822.Field(text, "Acquire-By-Hash"u8).SequenceEqual("yes"u8), until);
    }
}

/// <summary>One index that a Release file lists.</summary>
/// <param name="Sha256">Lower-case hex.</param>
/// <param name="Size">Bytes.</param>
internal readonly record struct ReleaseEntry(string Sha256, long Size);
