using System.IO;
using System.Runtime.CompilerServices;

namespace Corewright.Tests;

/// <summary>Where the sources are that these tests were compiled from.</summary>
internal static class RepositoryRoot
{
    internal static string Path { get; } = Find();

    private static string Find([CallerFilePath] string file = "")
    {
        string? folder = System.IO.Path.GetDirectoryName(file);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder, "Corewright.slnx")))
            folder = System.IO.Path.GetDirectoryName(folder);
        return folder ?? throw new FileNotFoundException("Corewright.slnx is in no folder above " + file);
    }
}
