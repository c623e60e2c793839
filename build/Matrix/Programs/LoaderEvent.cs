using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;

namespace Corewright.Build.Matrix.Programs;

/// <summary>One line of the loader's <c>--json</c> stream.</summary>
/// <param name="Kind">Its member <c>event</c>, such as <c>exec</c>.</param>
/// <param name="Fields">Every other member as text, by name.</param>
internal sealed record LoaderEvent(string Kind, IReadOnlyDictionary<string, string> Fields)
{
    /// <summary>A field, or the empty text where the event lacks it.</summary>
    public string this[string name] => Fields.GetValueOrDefault(name, "");

    /// <summary>Reads all lines.</summary>
    /// <exception cref="FormatException">A line is no event.</exception>
    public static IReadOnlyList<LoaderEvent> ParseAll(string lines) =>
        [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse)];

    private static LoaderEvent Parse(string line, int number)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            var fields = document.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => Text(p.Value));
            return fields.Remove("event", out string? kind) && kind.Length > 0
                ? new LoaderEvent(kind, fields) : throw new FormatException($"'{line}' names no event");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"event {number + 1} is not JSON: {e.Message}"), e);
        }
    }

    private static string Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
