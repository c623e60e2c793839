using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;

namespace Corewright.Build.Ebpf;

/// <summary>
/// Where cargo finds the crates that the core library is compiled with, when these came with its source. Cargo knows one folder in the
/// registry's place (the Cargo Book, "Source Replacement"); where the user has vendored crates, one is made that has both.
/// </summary>
/// <param name="core">The crates that came with the core library.</param>
/// <param name="folder">Where to put both together.</param>
internal sealed partial class VendoredCrates(string core, string folder)
{
    private const string Name = "corewright-vendored";

    /// <summary>The arguments that name the folder; none where crates come from a registry.</summary>
    /// <param name="cargo">Cargo in the workspace, still without arguments.</param>
    /// <param name="fetches">Whether a crate of the workspace comes from a registry, or from a folder in its place.</param>
    /// <param name="cancellationToken">Ends cargo.</param>
    public async Task<IReadOnlyList<string>> ArgumentsAsync(Command cargo, bool fetches, CancellationToken cancellationToken)
    {
        BufferedCommandResult settings = await cargo
            .WithArguments(["config", "get", "-Zunstable-options", "--show-origin", "source"])
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(cancellationToken);
        string? users = Replacement(settings.StandardOutput, cargo.WorkingDirPath);
        if (users is null && fetches)
            return [];
        string all = users is null ? core : Join(users);
        return ["--config", $"source.crates-io.replace-with='{Name}'", "--config", $"source.{Name}.directory='{all}'"];
    }

    /// <summary>The folder that stands for the registry, by what cargo says of its settings; null where none does.</summary>
    /// <param name="settings">Lines such as <c>source.mine.directory = "vendor" # /w/.cargo/config.toml</c>.</param>
    /// <param name="workspace">The workspace's folder.</param>
    internal static string? Replacement(string settings, string workspace)
    {
        var values = Setting().Matches(settings).ToDictionary(match => match.Groups["key"].Value);
        string source = "crates-io";
        for (int i = 0; i < values.Count && values.TryGetValue($"{source}.replace-with", out Match? other); i++)
            source = other.Groups["value"].Value;
        if (!values.TryGetValue($"{source}.directory", out Match? found))
            return null;
        // From a file, a path starts where the file's folder .cargo is; from a variable or cargo's arguments, in the workspace.
        string origin = found.Groups["origin"].Value;
        string? start = Path.IsPathRooted(origin) ? Path.GetDirectoryName(Path.GetDirectoryName(origin)) : null;
        return Path.GetFullPath(found.Groups["value"].Value, start ?? workspace);
    }

    private string Join(string users)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        foreach ((string from, string prefix) in new[] { (core, "core-"), (users, "users-") })
        {
            foreach (string crate in Directory.Exists(from) ? Directory.EnumerateDirectories(from) : [])
                File.CreateSymbolicLink(Path.Combine(folder, prefix + Path.GetFileName(crate)), crate);
        }

        return folder;
    }

    [GeneratedRegex("""^source\.(?<key>.+\.(?:directory|replace-with)) = ["'](?<value>.*)["'] # (?<origin>.+)$""", RegexOptions.Multiline)]
    private static partial Regex Setting();
}
