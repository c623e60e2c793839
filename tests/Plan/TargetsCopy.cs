using System;
using System.IO;
using Corewright.Build;
using Corewright.Build.Plan;

namespace Corewright.Tests.Plan;

/// <summary>The repository's <c>targets/</c> in a folder of its own, to be spoiled.</summary>
internal sealed class TargetsCopy : IDisposable
{
    public TargetsCopy()
    {
        string from = Path.Combine(RepositoryRoot.Path, "targets");
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string to = Path.Combine(Root, "targets", Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("targets-").FullName;

    public TargetsCopy Replace(string file, string text, string with)
    {
        string path = Path.Combine(Root, "targets", file);
        string content = File.ReadAllText(path);
        int at = content.IndexOf(text, StringComparison.Ordinal);
        if (at < 0)
            throw new InvalidOperationException($"{file} has no '{text}'");
        File.WriteAllText(path, content[..at] + with + content[(at + text.Length)..]);
        return this;
    }

    public TargetsCopy Write(string file, string content)
    {
        File.WriteAllText(Path.Combine(Root, "targets", file), content);
        return this;
    }

    public BuildPlan Read() => PlanReader.Read(new BuildPaths(Root, Path.Combine(Root, "cache")));

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
