using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Xml;

namespace Corewright.Build.Reports;

/// <summary>
/// Writes <c>junit.xml</c>: the dialect that CI systems read (<c>testsuites/testsuite/testcase</c> with <c>failure</c>,
/// <c>error</c>, <c>skipped</c>). One suite per kernel, one case per program and stage.
/// </summary>
internal static class JunitReport
{
    /// <summary>The file's bytes: UTF-8 without a byte order mark.</summary>
    internal static byte[] Write(BuildReport report)
    {
        using var stream = new MemoryStream();
        var settings = new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, NewLineChars = "\n" };
        using (var xml = XmlWriter.Create(stream, settings))
        {
            IReadOnlyList<ReportRow> rows = report.Rows();
            xml.WriteStartElement("testsuites");
            xml.WriteAttributeString("name", "corewright " + PrintableText.Line(report.Matrix));
            WriteCounts(xml, rows);
            foreach (ReportedKernel kernel in report.Kernels) WriteSuite(xml, kernel, [.. rows.Where(r => r.Kernel == kernel)]);
            xml.WriteEndElement();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static void WriteSuite(XmlWriter xml, ReportedKernel kernel, IReadOnlyList<ReportRow> rows)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", PrintableText.Line(kernel.Id));
        WriteCounts(xml, rows);
        xml.WriteStartElement("properties");
        WriteProperty(xml, "architecture", kernel.Architecture);
        WriteProperty(xml, "release", kernel.Release);
        WriteProperty(xml, "suite", kernel.Suite);
        xml.WriteEndElement();
        foreach (ReportRow row in rows)
        {
            foreach (StageResult stage in row.Stages) WriteCase(xml, row, stage);
        }

        xml.WriteEndElement();
    }

    private static void WriteProperty(XmlWriter xml, string name, string value)
    {
        xml.WriteStartElement("property");
        xml.WriteAttributeString("name", name);
        xml.WriteAttributeString("value", PrintableText.Line(value));
        xml.WriteEndElement();
    }

    private static void WriteCase(XmlWriter xml, ReportRow row, StageResult stage)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", PrintableText.Line(row.Kernel.Id + "." + row.Program));
        xml.WriteAttributeString("name", StageText.Of(stage.Stage));
        xml.WriteAttributeString("time", Seconds(Time(row, stage)));
        string? element = stage.Status switch
        {
            StageStatus.Failed => "failure",
            StageStatus.Error => "error",
            StageStatus.NotRun => "skipped",
            _ => null,
        };
        if (element is not null)
        {
            xml.WriteStartElement(element);
            xml.WriteAttributeString("message", PrintableText.Line(stage.Text));
            if (element != "skipped") xml.WriteAttributeString("type", VerdictText.Code(row.Verdict));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteCounts(XmlWriter xml, IReadOnlyList<ReportRow> rows)
    {
        StageResult[] stages = [.. rows.SelectMany(r => r.Stages)];
        xml.WriteAttributeString("tests", Number(stages.Length));
        xml.WriteAttributeString("failures", Number(stages.Count(s => s.Status == StageStatus.Failed)));
        xml.WriteAttributeString("errors", Number(stages.Count(s => s.Status == StageStatus.Error)));
        xml.WriteAttributeString("skipped", Number(stages.Count(s => s.Status == StageStatus.NotRun)));
        xml.WriteAttributeString("time", Seconds(rows.Aggregate(
            TimeSpan.Zero, (sum, r) => sum + (r.Offline?.Duration ?? default) + (r.Cell?.Duration ?? default))));
    }

    // A guest's time is known as a whole only; it goes to the libbpf case, the first that runs in it, so that sums are right.
    private static TimeSpan Time(ReportRow row, StageResult stage) => stage.Stage switch
    {
        Stage.Offline => row.Offline?.Duration ?? default,
        Stage.Libbpf => row.Cell?.Duration ?? default,
        _ => default,
    };

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
