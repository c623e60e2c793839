using System;
using System.IO;

namespace Corewright.Build;

/// <summary>Which <c>dotnet</c> runs us, so that whatever we start is run by the same one.</summary>
public static class DotnetHost
{
    /// <summary>The path of the program, or its bare name where we were not started by it.</summary>
    public static string Path
    {
        get
        {
            if (Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } given && File.Exists(given))
                return given;
            return Environment.ProcessPath is { } self && System.IO.Path.GetFileNameWithoutExtension(self) == "dotnet" ? self : "dotnet";
        }
    }
}
