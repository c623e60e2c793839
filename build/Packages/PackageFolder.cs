using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Corewright.Build.Packages;

/// <summary>The one folder that everything in a package lies in, and where its files come from.</summary>
/// <param name="name">The folder's name.</param>
/// <param name="templates">The folder of the templates.</param>
/// <param name="values">What is filled in.</param>
/// <param name="cancellationToken">Ends it between two files.</param>
internal sealed class PackageFolder(
    string name, string templates, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken)
{
    /// <summary>A file as it is.</summary>
    internal async Task<PackageEntry> CopyAsync(string to, string from, int mode = PackageEntry.Plain) =>
        new($"{name}/{to}", mode, await File.ReadAllBytesAsync(from, cancellationToken).ConfigureAwait(false));

    /// <summary>A template, filled in.</summary>
    internal async Task<PackageEntry> FillAsync(string to, string template) => new(
        $"{name}/{to}", PackageEntry.Plain,
        await Template.FillAsync(Path.Combine(templates, template), values, cancellationToken).ConfigureAwait(false));
}
