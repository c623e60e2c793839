using System;
using System.IO;

namespace Corewright.Build;

/// <summary>Where the content-addressed cache is (XDG Base Directory Specification).</summary>
public static class CacheFolder
{
    /// <summary>The folder that was asked for, else <c>$XDG_CACHE_HOME/corewright</c>, else <c>~/.cache/corewright</c>.</summary>
    /// <param name="asked">What <c>--cache</c> says, or null.</param>
    /// <param name="variable">Reads an environment variable.</param>
    /// <returns>An absolute path; the folder need not exist yet.</returns>
    public static string Choose(string? asked, Func<string, string?> variable)
    {
        if (asked is not null)
            return Path.GetFullPath(asked);
        // The specification says to ignore a relative path here.
        if (variable("XDG_CACHE_HOME") is { } cache && Path.IsPathRooted(cache))
            return Path.Combine(cache, "corewright");
        string home = variable("HOME") is { Length: > 0 } given
            ? given
            : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length > 0
            ? Path.Combine(home, ".cache", "corewright")
            : throw new BuildException("there is no home folder to keep the cache in", null, "say where: --cache=FOLDER");
    }
}
