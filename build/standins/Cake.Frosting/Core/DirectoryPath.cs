namespace Cake.Core.IO;

public sealed class DirectoryPath(string path)
{
    public string FullPath { get; } = path.Length > 1 ? path.TrimEnd('/') : path;

    public static implicit operator DirectoryPath(string path) => FromString(path);

    public static DirectoryPath FromString(string path) => new(path);

    public override string ToString() => FullPath;
}
