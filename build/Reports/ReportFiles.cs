using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Build.Reports.Html;
using Corewright.Build.Reports.Json;

namespace Corewright.Build.Reports;

/// <summary>Writes the reports of a run: four files from one model.</summary>
public static class ReportFiles
{
    /// <summary>Writes <c>report.json</c>, <c>junit.xml</c>, <c>summary.md</c> and <c>report.html</c>, each whole or not at all.</summary>
    /// <param name="report">The run.</param>
    /// <param name="folder">Where to; made if it isn't there.</param>
    /// <param name="cancellationToken">Ends it between two files.</param>
    /// <returns>The files' paths.</returns>
    public static async Task<IReadOnlyList<string>> WriteAsync(
        BuildReport report, string folder, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        Directory.CreateDirectory(folder);
        (string Name, byte[] Bytes)[] files =
        [
            ("report.json", JsonReport.Write(report)),
            ("junit.xml", JunitReport.Write(report)),
            ("summary.md", Encoding.UTF8.GetBytes(MarkdownSummary.Write(report))),
            ("report.html", Encoding.UTF8.GetBytes(HtmlReport.Write(report))),
        ];
        var written = new List<string>();
        foreach ((string name, byte[] bytes) in files)
        {
            string path = Path.Combine(folder, name);
            string partial = path + ".partial";
            await File.WriteAllBytesAsync(partial, bytes, cancellationToken).ConfigureAwait(false);
            File.Move(partial, path, overwrite: true);
            written.Add(path);
        }

        return written;
    }
}
