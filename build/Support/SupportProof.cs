using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Corewright.Build.Support;

/// <summary>What the feature suite proved: <c>artifacts/support.json</c>.</summary>
/// <param name="Kernels">The kernels' ids, in the order of the table's columns.</param>
/// <param name="Features">In the order of the table's rows.</param>
public sealed record SupportProof(IReadOnlyList<string> Kernels, IReadOnlyList<ProvedFeature> Features)
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Reads the file's text.</summary>
    /// <exception cref="BuildException">It is no such text.</exception>
    public static SupportProof Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<SupportProof>(json, s_options) is { Kernels: not null, Features: not null } proof
                ? proof
                : throw new JsonException("it is empty");
        }
        catch (JsonException e)
        {
            throw new BuildException($"not what the feature suite writes: {e.Message}", "support.json", "run ./build.sh --target=Test", e);
        }
    }

    /// <summary>The file's text.</summary>
    public string Format() => JsonSerializer.Serialize(this, s_options) + "\n";
}

/// <summary>One feature.</summary>
/// <param name="Name">Its short name.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Area">The part of the table that it is in.</param>
/// <param name="Since">By architecture: the first Linux that has it; an architecture that never has is not mentioned.</param>
/// <param name="On">By kernel id: what was shown there. A kernel where nothing could be shown is not mentioned.</param>
public sealed record ProvedFeature(
    string Name, string Title, string Area, IReadOnlyDictionary<string, string> Since, IReadOnlyDictionary<string, SupportVerdict> On)
{
    /// <summary>By kernel id: why nothing could be shown there. A kernel where something was is not mentioned.</summary>
    public IReadOnlyDictionary<string, string> Reasons { get; init; } = new Dictionary<string, string>();
}

/// <summary>What was shown of a feature on a kernel.</summary>
public enum SupportVerdict
{
    /// <summary>It works.</summary>
    Works,

    /// <summary>The kernel lacks it, and the loader says so.</summary>
    Refused,

    /// <summary>It was not shown, for a reason that is not the library's.</summary>
    NotShown,
}
