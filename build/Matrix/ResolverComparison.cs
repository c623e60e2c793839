using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Corewright.Build.Matrix;

/// <summary>Compares what the three resolvers made of each relocation.</summary>
internal static class ResolverComparison
{
    /// <summary>One sentence for each relocation on which they differ, with all three answers.</summary>
    public static IEnumerable<string> Differences(
        IReadOnlyList<RelocationOutcome> offline, IReadOnlyList<RelocationOutcome> libbpf, IReadOnlyList<RelocationOutcome> loader)
    {
        Dictionary<(string, int), RelocationOutcome> byOffline = ByPlace(offline), byLibbpf = ByPlace(libbpf), byLoader = ByPlace(loader);
        foreach ((string Program, int Index) place in byOffline.Keys.Union(byLibbpf.Keys).Union(byLoader.Keys).Order())
        {
            RelocationOutcome? a = byOffline.GetValueOrDefault(place), b = byLibbpf.GetValueOrDefault(place), c = byLoader.GetValueOrDefault(place);
            bool optional = a?.IsOptional == true;
            if (!Same(a, b, optional) || !Same(a, c, optional) || !Same(b, c, optional))
                yield return string.Create(CultureInfo.InvariantCulture,
                    $"relocation #{place.Index} of '{place.Program}' ({(a ?? b ?? c)!.Kind} {(a ?? b ?? c)!.Target}): offline {Text(a)}, libbpf {Text(b)}, loader {Text(c)}");
        }
    }

    // How a target is spelt is each resolver's own; what is patched where, and to what, is not.
    private static bool Same(RelocationOutcome? a, RelocationOutcome? b, bool optional) =>
        a is null || b is null ? optional : a.Kind == b.Kind && a.Instruction == b.Instruction && a.Value == b.Value;

    private static Dictionary<(string, int), RelocationOutcome> ByPlace(IEnumerable<RelocationOutcome> outcomes)
    {
        var places = new Dictionary<(string, int), RelocationOutcome>();
        foreach (RelocationOutcome outcome in outcomes)
            places[(outcome.Program, outcome.Index)] = outcome;
        return places;
    }

    private static string Text(RelocationOutcome? outcome) => outcome switch
    {
        null => "has no such relocation",
        { Value: null } => string.Create(CultureInfo.InvariantCulture, $"poisons instruction {outcome.Instruction}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"writes {outcome.Value} into instruction {outcome.Instruction}"),
    };
}
