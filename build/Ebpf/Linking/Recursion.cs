using System;
using System.Collections.Generic;
using System.Linq;

namespace Corewright.Build.Ebpf.Linking;

/// <summary>Finds functions that call themselves, directly or through others.</summary>
internal static class Recursion
{
    /// <summary>Finds a call that closes a circle.</summary>
    /// <param name="functions">All functions of a module.</param>
    /// <returns>The call's line and the function that it is in; null where there is none.</returns>
    public static (string Line, IrFunction Function)? Find(IReadOnlyList<IrFunction> functions)
    {
        Dictionary<string, IrFunction> byName = functions.ToDictionary(function => function.Name, StringComparer.Ordinal);
        Dictionary<string, List<(string Line, string Callee)>> calls = functions.ToDictionary(
            function => function.Name, function => Calls(function, byName).ToList(), StringComparer.Ordinal);
        foreach (IrFunction function in functions)
        {
            foreach ((string line, string callee) in calls[function.Name])
            {
                if (Reaches(callee, function.Name, calls, []))
                    return (line, function);
            }
        }
        return null;
    }

    private static bool Reaches(
        string from, string to, Dictionary<string, List<(string Line, string Callee)>> calls, HashSet<string> seen) =>
        from == to || (seen.Add(from) && calls[from].Any(call => Reaches(call.Callee, to, calls, seen)));

    private static IEnumerable<(string Line, string Callee)> Calls(IrFunction function, Dictionary<string, IrFunction> byName)
    {
        foreach (string line in function.Body)
        {
            int call = line.IndexOf("call ", StringComparison.Ordinal);
            if (call >= 0 && IrFunction.NameIn(line[call..]) is { } callee && byName.ContainsKey(callee))
                yield return (line, callee);
        }
    }
}
