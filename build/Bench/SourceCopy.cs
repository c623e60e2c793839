using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;

namespace Corewright.Build.Bench;

/// <summary>A copy of the clone's sources in a folder of its own, so that measuring a change leaves the clone as it is.</summary>
internal sealed class SourceCopy : IDisposable
{
    private SourceCopy(string root) => Root = root;

    /// <summary>The copy.</summary>
    internal string Root { get; }

    /// <summary>Copies what git knows, and what is new and not ignored.</summary>
    internal static async Task<SourceCopy> MakeAsync(string root, CancellationToken cancellationToken)
    {
        BufferedCommandResult files = await Cli.Wrap("git")
            .WithArguments(["-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"])
            .ExecuteBufferedAsync(cancellationToken);
        var copy = new SourceCopy(Directory.CreateTempSubdirectory("corewright-bench").FullName);
        foreach (string file in files.StandardOutput.Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            string from = Path.Combine(root, file), to = Path.Combine(copy.Root, file);
            if (!File.Exists(from)) continue;
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(from, to);
        }

        return copy;
    }

    /// <summary>Changes one place of one file.</summary>
    /// <exception cref="BuildException">The place is not there exactly once.</exception>
    internal void Replace(string file, string from, string to)
    {
        string path = Path.Combine(Root, file), text = File.ReadAllText(path);
        if (text.Split(from).Length != 2)
            throw new BuildException($"'{from}' should be there once", file, "tell build/Bench which line to change instead");
        File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));
    }

    /// <summary>Removes the copy.</summary>
    public void Dispose() => Directory.Delete(Root, recursive: true);
}
