using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace Corewright.Build.Support;

/// <summary>The files that the table of support comes from and goes to.</summary>
/// <param name="paths">Where things are.</param>
public sealed class SupportFiles(BuildPaths paths)
{
    private const int Named = 5;

    /// <summary>The page with all kernels.</summary>
    public string Page => Path.Combine(paths.Root, "docs", "support.md");

    /// <summary>The file with the compact table.</summary>
    public string Readme => Path.Combine(paths.Root, "README.md");

    /// <summary>Reads what the feature suite proved when it last ran whole.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="BuildException">It never ran whole, or did not prove everything.</exception>
    public async Task<SupportProof> ReadAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(paths.SupportProof))
            throw new BuildException("the feature suite has not run yet", paths.SupportProof, "run ./build.sh --target=Test");
        SupportProof proof = SupportProof.Parse(await File.ReadAllTextAsync(paths.SupportProof, cancellationToken));
        IReadOnlyList<string> gaps = SupportTable.Gaps(proof);
        if (gaps.Count == 0)
            return proof;
        string more = gaps.Count > Named ? $" and {gaps.Count - Named} more" : "";
        throw new BuildException(
            $"the feature suite did not prove everything: {string.Join(", ", gaps.Take(Named))}{more}", paths.SupportProof,
            "see why with ./build.sh --target=Test");
    }

    /// <summary>Writes the page and the table.</summary>
    /// <param name="proof">What was proved.</param>
    /// <param name="cancellationToken">Ends the writing; each file is written whole or not at all.</param>
    public async Task WriteAsync(SupportProof proof, CancellationToken cancellationToken)
    {
        await ReplaceAsync(Page, SupportTable.Page(proof), cancellationToken);
        await ReplaceAsync(Readme, SupportTable.Inserted(await File.ReadAllTextAsync(Readme, cancellationToken), proof), cancellationToken);
    }

    private static async Task ReplaceAsync(string path, string text, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(path + ".new", text, cancellationToken);
        File.Move(path + ".new", path, overwrite: true);
    }
}
