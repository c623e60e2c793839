using System.IO;

namespace Corewright.Tests.Matrix;

/// <summary>What real guests said, kept as files.</summary>
internal static class Fixture
{
    internal static string Text(string name) => File.ReadAllText(PathOf(name));

    internal static byte[] Bytes(string name) => File.ReadAllBytes(PathOf(name));

    private static string PathOf(string name) => Path.Combine(RepositoryRoot.Path, "tests", "Matrix", "fixtures", name);
}
