using System.Linq;

namespace Corewright.Build.Reports.Html;

/// <summary>Names for links inside the page.</summary>
internal static class Anchor
{
    /// <summary>The evidence of one cell.</summary>
    internal static string Evidence(string program, string kernelId) => "evidence-" + Safe(program) + "-" + Safe(kernelId);

    private static string Safe(string name) =>
        string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-'));
}
