using System;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Corewright.Build.Reports;
using Corewright.Build.Reports.Html;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Reports;

public class HtmlReportTests
{
    [Fact]
    public void What_a_guest_prints_never_becomes_markup()
    {
        string page = HtmlReport.Write(SampleReport.Mixed());
        page.ShouldContain("&lt;script&gt;alert(1)&lt;/script&gt;");
        page.ShouldNotContain("<script");
        page.ShouldContain("␛[2J");
        page.Where(c => char.IsControl(c) && c is not ('\n' or '\t')).ShouldBeEmpty();
        page.ShouldNotContain('\u202e');
        page.ShouldNotContain('\ud800');
    }

    [Fact]
    public void Nothing_is_asked_for_from_outside()
    {
        string page = HtmlReport.Write(SampleReport.Mixed());
        Regex.IsMatch(page, "(src=|@import|url\\(|https?:)", RegexOptions.IgnoreCase).ShouldBeFalse();
        Regex.Matches(page, "href=\"([^\"]*)\"").Select(m => m.Groups[1].Value).ShouldAllBe(h => h.StartsWith('#'));
    }

    [Fact]
    public void Every_link_has_its_target_and_ids_are_unique()
    {
        XElement page = Parse(SampleReport.Mixed());
        string[] ids = [.. page.Descendants().Attributes("id").Select(a => a.Value)];
        ids.ShouldBeUnique();
        foreach (string link in page.Descendants("a").Attributes("href").Select(a => a.Value)) ids.ShouldContain(link[1..]);
    }

    [Fact]
    public void Every_heading_cell_says_what_it_heads_and_every_table_has_a_name()
    {
        XElement page = Parse(SampleReport.Passing());
        page.Descendants("th").ShouldAllBe(h => h.Attribute("scope") != null);
        page.Descendants("table").ShouldAllBe(t => t.Parent!.Attribute("aria-label") != null);
        page.Descendants("table").Count().ShouldBe(7);
    }

    [Fact]
    public void Every_table_row_has_as_many_columns_as_the_table()
    {
        foreach (XElement table in Parse(SampleReport.Mixed()).Descendants("table"))
        {
            int[] widths = [.. table.Elements("tbody").Elements("tr").Select(r => r.Elements().Sum(
                c => int.Parse(c.Attribute("colspan")?.Value ?? "1", System.Globalization.CultureInfo.InvariantCulture)))];
            widths.Distinct().Count().ShouldBe(1, table.Element("caption")?.Value);
        }
    }

    [Theory]
    [InlineData("x86_64-5.10", "✓ pass")]
    [InlineData("x86_64-6.1", "✗ relocation failed")]
    [InlineData("x86_64-6.12", "✗ libbpf refused")]
    [InlineData("x86_64-7.3", "✗ verifier refused")]
    [InlineData("aarch64-5.10", "✗ loader failed")]
    [InlineData("aarch64-6.12", "✗ resolvers disagree")]
    [InlineData("aarch64-7.3", "✗ events wrong")]
    [InlineData("armv7-6.12", "! infrastructure")]
    [InlineData("armv7-7.2", "– not run")]
    public void A_verdict_is_a_symbol_and_words_not_a_colour_alone(string kernel, string text)
    {
        XElement[] cells = [.. Parse(SampleReport.Mixed()).Descendants("td").Where(c => c.Attribute("class")?.Value.StartsWith("cell ", StringComparison.Ordinal) == true)];
        int column = Array.FindIndex(SampleReport.Kernels, k => k.Id == kernel);
        cells[column].Elements().First().Value.ShouldBe(text);
    }

    [Fact]
    public void A_disagreement_shows_all_three_values()
    {
        XElement cell = Parse(SampleReport.Mixed()).Descendants("td").Single(c =>
            c.Attribute("class")?.Value.Contains("disagree", StringComparison.Ordinal) == true && c.Value.Contains('≠', StringComparison.Ordinal));
        cell.Elements("span").Select(s => s.Value).ShouldBe(["offline 1288", "libbpf 1288", "loader 1272"]);
    }

    [Fact]
    public void A_cell_whose_guest_never_answered_does_not_count_as_passed()
    {
        ReportOutcome outcome = ReportOutcome.Of(SampleReport.Mixed());
        outcome.Succeeded.ShouldBeFalse();
        outcome.Passed.ShouldBe(1);
        outcome.Sentence.ShouldBe("execwatch: 1 of 9 pass, 6 failed, 1 without an answer, 1 not run");
    }

    [Fact]
    public void Several_programs_are_folded_and_only_what_is_wrong_is_told_at_length()
    {
        XElement page = Parse(SampleReport.Nine());
        XElement[] cells = [.. page.Descendants("td").Where(c => c.Attribute("class")?.Value.StartsWith("cell ", StringComparison.Ordinal) == true)];
        cells.Length.ShouldBe(81);
        cells.Count(c => c.Elements("ul").Any()).ShouldBe(2);
        XElement[] folds = [.. page.Descendants("details").Where(d => d.Attribute("class")?.Value == "program")];
        folds.Length.ShouldBe(27, "relocations, events and evidence of nine programs");
        folds.Where(d => d.Attribute("open") is not null).Select(d => d.Element("summary")!.Value)
            .ShouldBe(["netwatch 9 kernels", "profile 9 kernels"], "the evidence of what failed");
        page.Descendants("dt").Count(t => t.Value.Contains("object")).ShouldBe(1);
        page.Descendants("h1").Single().Value.ShouldBe("✗ 9 programs: 79 of 81 pass, 1 failed, 1 without an answer");
    }

    // The page is written so that it is well-formed XML too, apart from the doctype and the void meta elements.
    private static XElement Parse(BuildReport report)
    {
        string page = HtmlReport.Write(report)["<!DOCTYPE html>\n".Length..];
        page = Regex.Replace(page, "<meta([^>]*)>", "<meta$1/>");
        page = Regex.Replace(page, "<style>.*?</style>", "", RegexOptions.Singleline);
        return XElement.Load(XmlReader.Create(new System.IO.StringReader(page)));
    }
}
