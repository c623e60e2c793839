using System;
using System.IO;
using System.Linq;
using System.Reflection;

namespace Corewright.Build.Loaders;

/// <summary>Where the two compilers of C# are: MSBuild wrote it into this assembly when it restored and built it.</summary>
/// <param name="Csc">The SDK's C# compiler, <c>csc.dll</c>.</param>
/// <param name="Ilc">The ahead-of-time compiler, an executable.</param>
/// <param name="Identity">Both versions: part of every cache key.</param>
public sealed record CompilerPaths(string Csc, string Ilc, string Identity)
{
    /// <summary>The compilers that this build was made with.</summary>
    /// <exception cref="BuildException">One of them is gone.</exception>
    public static CompilerPaths Find()
    {
        string csc = Existing(Path.Combine(Value("CscFolder"), "csc.dll"), "the SDK's C# compiler");
        string ilc = Existing(Path.Combine(Value("IlcFolder"), "ilc"), "the ahead-of-time compiler");
        return new CompilerPaths(csc, ilc, $"sdk {Value("SdkVersion")}, ilc {Value("IlcVersion")}");
    }

    private static string Value(string key) =>
        typeof(CompilerPaths).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(a => a.Key == key)?.Value
        ?? throw new InvalidOperationException($"the build wrote no {key} into its assembly");

    private static string Existing(string path, string what) => File.Exists(path)
        ? path
        : throw new BuildException($"{what} is missing", path, "run dotnet restore, or delete artifacts/obj and build again");
}
