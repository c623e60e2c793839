using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;
using Corewright.Build.Plan;

namespace Corewright.Build.Loaders;

/// <summary>
/// Publishes a loader with stock NativeAOT on the .NET libraries: the same sources, some megabytes instead of some kilobytes, for
/// whoever wants to add code that needs the libraries. Not every feed carries NativeAOT's runtime packs.
/// </summary>
/// <param name="paths">Where things are.</param>
internal sealed partial class BclPublisher(BuildPaths paths)
{
    /// <summary>Publishes.</summary>
    /// <param name="program">The program's name.</param>
    /// <param name="payload">What the loader carries; becomes a resource.</param>
    /// <param name="chosen">The C# file that chooses the program's sink.</param>
    /// <param name="architecture">What for.</param>
    /// <param name="cancellationToken">Kills the SDK.</param>
    /// <returns>Where what was made of it is.</returns>
    /// <exception cref="BuildException">The feed lacks a pack, or the SDK refuses something.</exception>
    public async Task<BclLoader> PublishAsync(string program, byte[] payload, string chosen, Architecture architecture, CancellationToken cancellationToken)
    {
        string folder = Path.Combine(paths.Intermediate, "bcl", $"{program}-{architecture.Name}");
        Directory.CreateDirectory(folder);
        string carried = Path.Combine(folder, "payload.bin");
        await File.WriteAllBytesAsync(carried, payload, cancellationToken);
        string output = Path.Combine(folder, "publish");
        var result = await Cli.Wrap(DotnetHost.Path)
            .WithArguments(
            [
                "publish", Path.Combine(paths.Packaging, "loader", "Corewright.Loader.csproj"), "-c", "Release", "-r", architecture.Rid,
                "-v", "quiet", "-nologo", "--artifacts-path", ArtifactsOf(folder), "-o", output, "-nodeReuse:false",
                "-p:UseSharedCompilation=false", "-p:PublishAot=true", "-p:OptimizationPreference=Size", "-p:StackTraceSupport=false",
                "-p:UseSystemResourceKeys=true", "-p:EventSourceSupport=false", $"-p:CorewrightPayload={carried}", $"-p:CorewrightProgram={chosen}",
            ])
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(cancellationToken);
        if (result.ExitCode != 0)
            throw Failure(result.StandardOutput + result.StandardError, result.ExitCode, architecture);
        return new BclLoader(Path.Combine(output, "Corewright.Loader"), AssemblyOf(folder, architecture));
    }

    /// <summary>Where the SDK leaves what the C# compiler writes, which the ahead-of-time compiler then takes.</summary>
    internal static string AssemblyOf(string folder, Architecture architecture) =>
        Path.Combine(ArtifactsOf(folder), "obj", "Corewright.Loader", $"release_{architecture.Rid}", "Corewright.Loader.dll");

    /// <summary>The folder that the SDK writes all of its files below.</summary>
    internal static string ArtifactsOf(string folder) => Path.Combine(folder, "artifacts");

    /// <summary>What the SDK's output means: packs that the feed lacks are one line, whatever else there is.</summary>
    internal static BuildException Failure(string output, int exitCode, Architecture architecture)
    {
        string where = $"targets/architectures/{architecture.Name}.yml";
        string[] missing = [.. Missing().Matches(output).Select(m => m.Groups[1].Value).Distinct(StringComparer.Ordinal)];
        if (missing.Length > 0)
        {
            return new BuildException(
                $"the package feed lacks {string.Join(" and ", missing)}, which flavour bcl needs for {architecture.Rid}", where,
                "choose 'flavour: freestanding', or a feed that has it");
        }

        if (output.Contains("Platform linker", StringComparison.Ordinal))
        {
            return new BuildException(
                "this machine has no clang or gcc, which stock NativeAOT links with", where, "choose 'flavour: freestanding', or install one");
        }

        var errors = output.Split('\n').Where(line => line.Contains("error", StringComparison.Ordinal)).Select(line => line.Trim()).Distinct();
        var text = new StringBuilder().AppendJoin("\n  ", errors.Take(20));
        return new BuildException($"dotnet publish ended with exit code {exitCode}:\n  {text}\n", where);
    }

    [GeneratedRegex("NU110[123]: Unable to find (?:a stable )?package (\\S+?)[.]?(?: |$)", RegexOptions.Multiline)]
    private static partial Regex Missing();
}

/// <summary>A loader on the .NET libraries.</summary>
/// <param name="Executable">What runs on the board.</param>
/// <param name="Assembly">What the C# compiler wrote on the way there.</param>
internal sealed record BclLoader(string Executable, string Assembly);
