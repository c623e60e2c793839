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
        HashSet<string> circling = Circling(calls);
        if (functions.FirstOrDefault(function => circling.Contains(function.Name)) is not { } at)
            return null;

        // Each of these calls another of them, so the way comes back to where it was, sooner or later.
        var passed = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            passed.Add(at.Name);
            (string line, string callee) = calls[at.Name].First(call => circling.Contains(call.Callee));
            if (passed.Contains(callee))
                return (line, at);
            at = byName[callee];
        }
    }

    /// <summary>What is left of the functions when those that call none of the others are taken away, again and again.</summary>
    private static HashSet<string> Circling(Dictionary<string, List<(string Line, string Callee)>> calls)
    {
        ILookup<string, string> callers = calls.SelectMany(caller => caller.Value.Select(call => (Caller: caller.Key, call.Callee)))
            .ToLookup(call => call.Callee, call => call.Caller, StringComparer.Ordinal);
        var open = calls.ToDictionary(caller => caller.Key, caller => caller.Value.Count, StringComparer.Ordinal);
        var ending = new Queue<string>(open.Where(function => function.Value == 0).Select(function => function.Key));
        while (ending.TryDequeue(out string? done))
        {
            open.Remove(done);
            foreach (string caller in callers[done])
            {
                if (--open[caller] == 0)
                    ending.Enqueue(caller);
            }
        }
        return [.. open.Keys];
    }

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
