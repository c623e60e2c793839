using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace Corewright.Build.Store;

/// <summary>
/// Says what a set's folder must hold, and notices when it doesn't. A file whose <see cref="FileStamp"/> is as it was left is
/// not read; any other is hashed. So a warm start costs a system call a file, and a changed byte is found.
/// </summary>
internal static class SetManifest
{
    private const string Format = "corewright-set 1";

    /// <summary>Writes the manifest of a folder that was just unpacked, under its final name.</summary>
    public static void Write(string manifest, string folder, IEnumerable<UnpackedFile> files)
    {
        var text = new StringBuilder(Format).Append('\n');
        foreach (UnpackedFile file in files)
        {
            FileStamp stamp = FileStamp.Of(Path.Combine(folder, file.Path))
                ?? throw new BuildException("the file has vanished while the set was made", Path.Combine(folder, file.Path));
            text.Append(stamp).Append('\t').Append(file.Content).Append('\t').Append(file.Path).Append('\n');
        }

        AtomicFile.Write(manifest, text.ToString());
    }

    /// <summary>Checks a folder.</summary>
    /// <returns>Null if all is well; else the first path that is not as it was.</returns>
    public static async Task<string?> FindDamageAsync(string manifest, string folder, CancellationToken cancellationToken)
    {
        string[] lines;
        try
        {
            lines = await File.ReadAllLinesAsync(manifest, cancellationToken);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return manifest;
        }

        if (lines.Length < 2 || lines[0] != Format)
            return manifest;
        var restamped = new List<UnpackedFile>();
        bool changed = false;
        foreach (string line in lines.AsSpan(1).ToArray())
        {
            string[] parts = line.Split('\t', 3);
            if (parts.Length != 3)
                return manifest;
            string path = Path.Combine(folder, parts[2]);
            FileStamp? found = FileStamp.Of(path);
            if (found is null)
                return path;
            restamped.Add(new UnpackedFile(parts[2], parts[1]));
            if (found == FileStamp.Parse(parts[0]))
                continue;
            if (await ContentAsync(path, cancellationToken) != parts[1])
                return path;
            changed = true;
        }

        if (changed)
            Write(manifest, folder, restamped);
        return null;
    }

    private static async Task<string> ContentAsync(string path, CancellationToken cancellationToken)
    {
        if (new FileInfo(path).LinkTarget is { } target)
            return "link:" + target;
        await using FileStream file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }
}
