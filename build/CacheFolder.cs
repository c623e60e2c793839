using System;
using System.IO;

namespace Corewright.Build;

/// <summary>Where the content-addressed cache is (XDG Base Directory Specification).</summary>
public static class CacheFolder
{
    private const string Advice = "name another cache with --cache=FOLDER";

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

    /// <summary>Refuses a cache that can't be used. One that can only be read is fine as long as nothing is missing in it.</summary>
    /// <exception cref="BuildException">It is a file, or a folder that can't be read.</exception>
    public static void RequireReadable(string cache)
    {
        if (File.Exists(cache))
            throw new BuildException("the cache is to be here, but this is a file", cache, Advice);
        try
        {
            if (Directory.Exists(cache))
                Directory.GetFileSystemEntries(cache, "packages");
        }
        catch (UnauthorizedAccessException error)
        {
            throw new BuildException("the cache folder can't be read", cache, Advice, error);
        }
    }

    /// <summary>Makes the cache's folder, or one in it.</summary>
    /// <exception cref="BuildException">It can't be made.</exception>
    public static void Create(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            throw new BuildException($"the cache's folder can't be made: {error.Message}", folder, Advice, error);
        }
    }
}
