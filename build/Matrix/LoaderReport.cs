using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace Corewright.Build.Matrix;

/// <summary>What our loader's <c>check --json</c> said.</summary>
/// <param name="Btf">Which types it resolved against: a file of the kernel, or <c>embedded:&lt;release&gt;</c>.</param>
/// <param name="Programs">Each program that it handed to the verifier.</param>
/// <param name="Relocations">In the object's order.</param>
/// <param name="ErrorCode">Its own name of the failure; null where all went well.</param>
/// <param name="Message">The failure in words; empty where all went well.</param>
/// <param name="Exit">The exit code that it announced.</param>
internal sealed record LoaderReport(
    string Btf, IReadOnlyList<LoaderProgram> Programs, IReadOnlyList<RelocationOutcome> Relocations,
    string? ErrorCode, string Message, int Exit)
{
    /// <summary>Reads the one line.</summary>
    /// <exception cref="FormatException">It is not what the loader writes.</exception>
    public static LoaderReport Parse(ReadOnlyMemory<byte> output)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(output);
            JsonElement root = document.RootElement;
            bool failed = root.TryGetProperty("error", out JsonElement error);
            return new LoaderReport(
                Text(root, "btf"),
                root.GetProperty("programs").EnumerateArray().Select(ReadProgram).ToArray(),
                root.GetProperty("relocations").EnumerateArray().Select(ReadRelocation).ToArray(),
                failed ? Text(error, "code") : null,
                failed ? Text(error, "message") : "",
                root.GetProperty("exit").GetInt32());
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new FormatException($"the loader's report can't be read: {e.Message}", e);
        }
    }

    private static LoaderProgram ReadProgram(JsonElement program) => new(
        Text(program, "name"), Text(program, "result") == "ok", program.GetProperty("errno").GetInt32(), Text(program, "log"));

    private static RelocationOutcome ReadRelocation(JsonElement relocation) => new(
        Text(relocation, "program"),
        relocation.GetProperty("index").GetInt32(),
        relocation.GetProperty("instruction").GetInt32(),
        Text(relocation, "kind"),
        Text(relocation, "target"),
        Text(relocation, "status") == "poisoned" ? null : relocation.GetProperty("value").GetUInt64());

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";
}

/// <summary>One program that the loader handed to the verifier.</summary>
/// <param name="Name">Its function's name.</param>
/// <param name="Loaded">Whether the kernel took it.</param>
/// <param name="Errno">Why not, 0 if it did.</param>
/// <param name="Log">The verifier's log, where it refused.</param>
internal sealed record LoaderProgram(string Name, bool Loaded, int Errno, string Log);
