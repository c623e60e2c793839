using Cake.Core.IO;

namespace Cake.Frosting.Running;

internal sealed record WorkingDirectory(DirectoryPath Path);

internal sealed record BaseSetting(string Key, string Value);
