using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Corewright.Build.Packages;

/// <summary>What a program's crate says it does.</summary>
internal static class ProgramDescription
{
    /// <summary>The <c>description</c> of <c>ebpf-crates/programs/&lt;program&gt;/Cargo.toml</c>, on one line.</summary>
    /// <exception cref="BuildException">It has none.</exception>
    internal static async Task<string> ReadAsync(BuildPaths paths, string program, CancellationToken cancellationToken)
    {
        string manifest = Path.Combine(paths.EbpfCrates, "programs", program, "Cargo.toml");
        if (!File.Exists(manifest)) throw new BuildException("the program's manifest is missing", manifest);
        foreach (string line in await File.ReadAllLinesAsync(manifest, cancellationToken).ConfigureAwait(false))
        {
            // TOML allows more ways to write a string; this is the one that cargo itself writes.
            if (!line.StartsWith("description", StringComparison.Ordinal)) continue;
            int start = line.IndexOf('"', StringComparison.Ordinal), end = line.LastIndexOf('"');
            if (end > start && !line.Contains('\\', StringComparison.Ordinal)) return line[(start + 1)..end].TrimEnd('.');
        }

        throw new BuildException("the program has no description", manifest, "add a line: description = \"what it does\"");
    }
}
