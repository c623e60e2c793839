using System;
using System.Collections.Generic;

namespace Corewright.Build.Store;

/// <summary>Paths inside a package: always relative to its root, and never outside.</summary>
internal static class PackagePath
{
    private const int MaximumLength = 4096;

    // Folders that Debian has merged into usr; older packages still bring files there. A set may hold both kinds.
    private static readonly string[] Merged = ["bin", "sbin", "lib", "lib32", "lib64", "libx32"];

    /// <summary>The links that stand for the merged folders: <c>lib64</c> → <c>usr/lib64</c>.</summary>
    public static IReadOnlyList<string> MergedFolders => Merged;

    /// <summary>Removes <c>./</c> and a closing slash. The package's root folder becomes the empty path.</summary>
    /// <exception cref="BuildException">The path is absolute, goes up, or is no path at all.</exception>
    public static string Clean(string name, string where)
    {
        if (name.Length > MaximumLength || name.Contains('\0', StringComparison.Ordinal))
            throw new BuildException("an entry's name is not a path", where);
        if (name.StartsWith('/'))
            throw new BuildException($"entry '{name}' has an absolute path", where);
        if (Array.IndexOf(name.Split('/'), "..") >= 0)
            throw new BuildException($"entry '{name}' goes up with '..'", where);
        return Resolve("", name)!;
    }

    /// <summary>Where usr-merge puts a path.</summary>
    public static string Merge(string path)
    {
        foreach (string folder in Merged)
        {
            if (path.StartsWith(folder, StringComparison.Ordinal)
                && (path.Length == folder.Length || path[folder.Length] == '/'))
                return "usr/" + path;
        }

        return path;
    }

    /// <summary>The folder that a path is in; empty for the root.</summary>
    public static string Parent(string path) =>
        path.LastIndexOf('/') is >= 0 and int slash ? path[..slash] : "";

    /// <summary>
    /// What a symbolic link must say so that it stays inside: an absolute target is taken to start at the package's root, and
    /// the result is relative, with all its <c>..</c> in front. Since no folder above a link is a link itself, these lead where
    /// they seem to.
    /// </summary>
    /// <param name="link">The link's path as in the package.</param>
    /// <param name="target">What the package has it say.</param>
    /// <param name="where">The package, for messages.</param>
    public static string RelativeTarget(string link, string target, string where)
    {
        string? resolved = target.Length is 0 or > MaximumLength || target.Contains('\0', StringComparison.Ordinal)
            ? null
            : target.StartsWith('/') ? Resolve("", target) : Resolve(Parent(link), target);
        if (resolved is null)
            throw new BuildException($"link '{link}' points to '{target}', which leaves the folder", where);
        string[] from = Parent(Merge(link)).Split('/', StringSplitOptions.RemoveEmptyEntries);
        string[] to = Merge(resolved).Split('/', StringSplitOptions.RemoveEmptyEntries);
        int common = 0;
        while (common < from.Length && common < to.Length && from[common] == to[common])
            common++;
        var parts = new List<string>();
        for (int i = common; i < from.Length; i++)
            parts.Add("..");
        parts.AddRange(to[common..]);
        return parts.Count == 0 ? "." : string.Join('/', parts);
    }

    // Follows the path's parts from a folder; null where it goes above the root.
    private static string? Resolve(string folder, string path)
    {
        var parts = new List<string>(folder.Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (string part in path.Split('/'))
        {
            if (part is "" or ".")
                continue;
            if (part != "..")
                parts.Add(part);
            else if (parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
            else
                return null;
        }

        return string.Join('/', parts);
    }
}
