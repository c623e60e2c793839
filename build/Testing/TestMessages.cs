// xunit.v3's runner reports each step as one JSON object a line when started with "-automated"; "$type" says which.
using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using Corewright.Build.Progress;

namespace Corewright.Build.Testing;

/// <summary>Counts a test run from the runner's messages, and prints failures as they come.</summary>
/// <param name="progress">Where failures are printed.</param>
/// <param name="started">Told the name of each test that starts.</param>
public sealed class TestMessages(IProgressLog progress, Action<string> started)
{
    private readonly Dictionary<string, string> names = [];
    private int passed;
    private int failed;
    private int skipped;

    /// <summary>Whether the runner said that it was through.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The counts so far.</summary>
    public TestSummary Summary => new(passed, failed, skipped);

    /// <summary>Takes one line of the runner's standard output; lines that are no messages are a test's own output.</summary>
    public void Read(string line)
    {
        // A test may have written to standard output without ending its line.
        int start = line.IndexOf("{\"$type\":", StringComparison.Ordinal);
        if (start != 0)
            progress.Verbose(start < 0 ? line : line[..start]);
        if (start < 0)
            return;

        using var document = JsonDocument.Parse(line.AsMemory(start));
        var message = document.RootElement;
        string type = message.GetProperty("$type").GetString() ?? "";
        switch (type)
        {
            case "test-starting":
                string name = Text(message, "TestDisplayName");
                names[Text(message, "TestUniqueID")] = name;
                started(name);
                break;
            case "test-passed":
                passed++;
                break;
            case "test-skipped":
                skipped++;
                progress.Information($"SKIPPED {NameOf(message)}: {Text(message, "Reason")}");
                break;
            case "test-failed":
                Fail("FAILED " + NameOf(message), message);
                break;
            case "test-assembly-finished":
                IsComplete = true;
                break;
            case "error-message":
            case var _ when type.EndsWith("-cleanup-failure", StringComparison.Ordinal):
                Fail("ERROR " + type, message);
                break;
        }
    }

    private void Fail(string heading, JsonElement message)
    {
        failed++;
        var lines = new List<string> { heading };
        lines.AddRange(Texts(message, "Messages"));
        lines.AddRange(Texts(message, "StackTraces"));
        if (Text(message, "Output") is { Length: > 0 } output)
            lines.Add("Output: " + output);
        progress.Warning(string.Join('\n', lines.SelectMany(l => l.Split('\n')).Select((l, i) => i == 0 ? l : "    " + l.TrimEnd())));
    }

    private string NameOf(JsonElement message)
    {
        string seconds = message.TryGetProperty("ExecutionTime", out var time) && time.TryGetDouble(out double value)
            ? value.ToString(" (0.00 s)", CultureInfo.InvariantCulture)
            : "";
        return names.GetValueOrDefault(Text(message, "TestUniqueID"), "a test") + seconds;
    }

    private static string Text(JsonElement message, string property) =>
        message.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static IEnumerable<string> Texts(JsonElement message, string property) =>
        message.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.String ? v.GetString()! : "").Where(t => t.Length > 0)
            : [];
}
