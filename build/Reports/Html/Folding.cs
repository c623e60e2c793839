namespace Corewright.Build.Reports.Html;

/// <summary>Folds one program's part of a section away where there are several programs.</summary>
internal static class Folding
{
    /// <summary>Opens the fold; whoever opened it closes the element <c>details</c>.</summary>
    /// <param name="html">The page.</param>
    /// <param name="report">The run; with one program nothing is folded.</param>
    /// <param name="program">The program.</param>
    /// <param name="amount">What is in it, such as <c>42 relocations</c>.</param>
    /// <param name="unfolded">Whether it is to be seen at once: something in it is wrong.</param>
    /// <returns>Whether there is a fold to close.</returns>
    internal static bool Open(HtmlWriter html, BuildReport report, string program, string amount, bool unfolded)
    {
        if (report.Objects.Count < 2) return false;
        html.Open("details", ("class", "program"), ("open", unfolded ? "" : null));
        html.Open("summary").Text(program + " ").Element("small", amount).Close("summary");
        return true;
    }
}
