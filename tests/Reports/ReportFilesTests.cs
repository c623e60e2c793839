using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using System.Xml.Linq;
using Corewright.Build.Reports;
using Corewright.Build.Reports.Json;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Reports;

public class ReportFilesTests
{
    [Fact]
    public async Task Four_files_are_written_whole_and_equal_inputs_give_equal_bytes()
    {
        string folder = Directory.CreateTempSubdirectory("report").FullName;
        IReadOnlyList<string> files = await ReportFiles.WriteAsync(SampleReport.Mixed(), folder, CancellationToken.None);
        byte[][] first = [.. files.Select(File.ReadAllBytes)];
        await ReportFiles.WriteAsync(SampleReport.Mixed(), folder, CancellationToken.None);
        files.Select(f => Path.GetFileName(f)).ShouldBe(["report.json", "junit.xml", "summary.md", "report.html"]);
        Directory.GetFiles(folder).Length.ShouldBe(4);
        for (int i = 0; i < files.Count; i++) File.ReadAllBytes(files[i]).ShouldBe(first[i]);
        Directory.Delete(folder, true);
    }

    [Fact]
    public void The_json_has_its_schema_and_every_pair_of_program_and_kernel()
    {
        JsonElement root = JsonDocument.Parse(JsonReport.Write(SampleReport.Mixed())).RootElement;
        root.GetProperty("schema").GetString().ShouldBe("corewright.report/1");
        root.GetProperty("succeeded").GetBoolean().ShouldBeFalse();
        JsonElement[] results = [.. root.GetProperty("results").EnumerateArray()];
        results.Select(r => r.GetProperty("kernel").GetString()).ShouldBe(SampleReport.Kernels.Select(k => k.Id));
        results[5].GetProperty("verdict").GetString().ShouldBe("resolvers_disagree");
        JsonElement[] relocations = [.. results[5].GetProperty("relocations").EnumerateArray()];
        relocations.Count(r => !r.GetProperty("agree").GetBoolean()).ShouldBe(1);
        results[4].GetProperty("relocations")[4].GetProperty("offline").GetString().ShouldBe("poisoned");
        results[7].GetProperty("relocations")[0].GetProperty("libbpf").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public void Junit_has_a_suite_per_kernel_and_a_case_per_stage()
    {
        XElement root = XElement.Parse(Encoding.UTF8.GetString(JunitReport.Write(SampleReport.Mixed())));
        XElement[] suites = [.. root.Elements("testsuite")];
        suites.Select(s => (string)s.Attribute("name")!).ShouldBe(SampleReport.Kernels.Select(k => k.Id));
        suites[0].Elements("testcase").Select(c => (string)c.Attribute("name")!)
            .ShouldBe(["offline", "libbpf", "loader", "resolvers", "events"]);
        ((int)suites[0].Attribute("failures")!).ShouldBe(0);
        suites[3].Elements("testcase").Select(c => c.Elements().FirstOrDefault()?.Name.LocalName)
            .ShouldBe([null, null, "failure", "skipped", "skipped"]);
        ((string)suites[3].Descendants("failure").Single().Attribute("type")!).ShouldBe("verifier_refused");
        suites[7].Descendants("error").Count().ShouldBe(4);
        ((int)root.Attribute("failures")!).ShouldBe(6);
        ((int)root.Attribute("tests")!).ShouldBe(45);
    }

    [Fact]
    public void Every_verdict_but_pass_leaves_a_mark_in_junit()
    {
        XElement root = XElement.Parse(Encoding.UTF8.GetString(JunitReport.Write(SampleReport.Mixed())));
        root.Elements("testsuite").Skip(1).Take(7)
            .ShouldAllBe(s => s.Descendants("failure").Any() || s.Descendants("error").Any());
    }

    [Fact]
    public void The_summary_names_what_failed_and_escapes_what_a_guest_said()
    {
        string summary = MarkdownSummary.Write(SampleReport.Mixed());
        summary.ShouldStartWith("# ✗ execwatch: 1 of 9 pass");
        summary.ShouldContain("- **execwatch on aarch64-7.3**, events: exec.ppid is 0, the parent is 88");
        summary.ShouldContain("\\<script\\>");
        summary.ShouldNotContain("\u001b");
        summary.ShouldContain("1 of them with a disagreement");
    }

    [Fact]
    public void Without_a_terminal_the_table_is_plain_lines()
    {
        IReadOnlyList<string> lines = SummaryTable.Lines(SampleReport.Passing());
        lines.Count.ShouldBe(11);
        lines[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .ShouldBe(["execwatch", "x86_64", "5.10", "pass", "1800", "ms", "(cached)", "0.90", "ms", "11.9", "KiB", "96.0", "KiB"]);
        lines[^1].ShouldBe("execwatch: proved on real kernels, 9 of 9 pass");
        lines.SelectMany(l => l).ShouldAllBe(c => c < 0x7f || c == '–');
    }

    [Fact]
    public void Several_programs_are_a_grid_and_what_failed_in_words()
    {
        IReadOnlyList<string> lines = SummaryTable.Lines(SampleReport.Nine());
        lines.Count.ShouldBe(13);
        lines[0].Split("  ", StringSplitOptions.RemoveEmptyEntries).Select(w => w.Trim())
            .ShouldBe(["program", .. SampleReport.Kernels.Select(k => k.Id), "largest loader"]);
        lines[3].Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .ShouldBe(["netwatch", "pass", "pass", "pass", "pass", "pass", "pass", "pass", "FAIL", "pass", "105.8", "KiB"]);
        lines[10].ShouldBe("netwatch on armv7-6.12: verifier refused, loader: the verifier refuses 'on_state' with errno 13");
        lines[11].ShouldStartWith("profile on aarch64-5.10: infrastructure");
        string summary = MarkdownSummary.Write(SampleReport.Nine());
        summary.ShouldContain("| netwatch | ✓ pass | ✓ pass | ✓ pass | ✓ pass | ✓ pass | ✓ pass | ✓ pass | ✗ verifier refused | ✓ pass |");
        summary.ShouldContain("9 programs: 63 relocations on 9 kernels");
        XElement junit = XElement.Parse(Encoding.UTF8.GetString(JunitReport.Write(SampleReport.Nine())));
        junit.Elements("testsuite").Count().ShouldBe(9);
        junit.Descendants("testcase").Count().ShouldBe(9 * 9 * 5);
    }

    [Fact]
    public void Text_that_cannot_be_seen_becomes_visible()
    {
        PrintableText.Clean("a\tb\r\nc\u001b[0m\u0000\u0085\u202e\ud83d\ude00\udc00").ShouldBe("a\tb\nc␛[0m␀\ufffd\ufffd😀\ufffd");
    }
}
