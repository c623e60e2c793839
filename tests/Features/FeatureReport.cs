using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Corewright.Build.Guests;
using Corewright.Build.Plan;

namespace Corewright.Tests.Features;

/// <summary>What bpfrun said of one run, for <see cref="Feature.Proves"/>.</summary>
internal sealed class FeatureReport
{
    private readonly GuestStepResult _step;
    private readonly JsonElement _json;

    /// <summary>Reads the report: the last line of standard output.</summary>
    /// <exception cref="InvalidOperationException">It is none.</exception>
    public FeatureReport(GuestStepResult step, Kernel kernel)
    {
        _step = step;
        Kernel = kernel;
        string[] lines = step.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0)
            throw new InvalidOperationException("bpfrun printed nothing");
        _json = JsonDocument.Parse(lines[^1]).RootElement;
        Output = string.Concat(lines[..^1].Select(l => l + "\n"));
    }

    /// <summary>The kernel that it ran on.</summary>
    public Kernel Kernel { get; }

    /// <summary>What the command wrote on standard output.</summary>
    public string Output { get; }

    /// <summary>What bpfrun and the command wrote on standard error.</summary>
    public string Error => _step.Error;

    /// <summary>The whole report.</summary>
    public JsonElement Json => _json;

    /// <summary>How the command ended.</summary>
    public int CommandExit => _json.GetProperty("command").GetProperty("exit").GetInt32();

    /// <summary>What the program returned; for <c>bpfrun test</c>.</summary>
    public long Returned => _json.GetProperty("returned").GetInt64();

    /// <summary>A global variable's number. Structs around it are looked through if they have a single member.</summary>
    public long Global(string name) => Number(GlobalValue(name));

    /// <summary>A global variable that is text.</summary>
    public string GlobalText(string name) => GlobalValue(name).GetString()!;

    /// <summary>A global variable, whatever it is.</summary>
    public JsonElement GlobalValue(string name)
    {
        foreach (JsonProperty section in _json.GetProperty("globals").EnumerateObject())
        {
            if (section.Value.TryGetProperty(name, out JsonElement value))
                return value;
        }
        throw new KeyNotFoundException($"the report has no global variable '{name}': {_json.GetProperty("globals")}");
    }

    /// <summary>A map's entries.</summary>
    public IReadOnlyList<(JsonElement Key, JsonElement Value)> Entries(string map) =>
        [.. Map(map).GetProperty("entries").EnumerateArray().Select(e => (e.GetProperty("key"), e.GetProperty("value")))];

    /// <summary>A map's value for a numeric key, as a number.</summary>
    public long Value(string map, long key) => Number(Entries(map).First(e => Number(e.Key) == key).Value);

    /// <summary>A map.</summary>
    public JsonElement Map(string name) => _json.GetProperty("maps").GetProperty(name);

    /// <summary>How a program is attached: <c>link</c>, <c>perf-event</c>, <c>netlink</c> ….</summary>
    public string Attached(string program) =>
        _json.GetProperty("programs").EnumerateArray().First(p => p.GetProperty("name").GetString() == program)
            .GetProperty("attached").GetString()!;

    /// <summary>What an iterator wrote.</summary>
    public string Iterated(string program) =>
        _json.GetProperty("programs").EnumerateArray().First(p => p.GetProperty("name").GetString() == program)
            .GetProperty("output").GetString()!;

    /// <summary>A number, looked for in what may be around it.</summary>
    public static long Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object when value.EnumerateObject().Count() == 1 => Number(value.EnumerateObject().First().Value),
        JsonValueKind.Array when value.GetArrayLength() == 1 => Number(value[0]),
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.Number when !value.TryGetInt64(out _) => unchecked((long)value.GetUInt64()),
        _ => value.GetInt64(),
    };
}
