using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace Corewright.Build.Ebpf.Linking;

/// <summary>
/// Refuses, with the source's line and advice, what no kernel's verifier takes or no BPF machine can do. LLVM would name a function of a
/// C library, or nothing at all. Looks at optimised IR: what the optimiser removed is no matter.
/// </summary>
internal static partial class KernelRules
{
    /// <summary>Checks a module.</summary>
    /// <param name="lines">Optimised IR text.</param>
    /// <exception cref="BuildException">For the first thing that can't be.</exception>
    public static void Require(IReadOnlyList<string> lines)
    {
        IReadOnlyList<IrFunction> functions = IrFunction.All(lines);
        var locations = new Lazy<IrLocations>(() => new IrLocations(lines));
        foreach (IrFunction function in functions)
        {
            foreach (string line in function.Body)
            {
                if (Broken(line) is { } rule)
                    throw Refused(rule, locations.Value, line, function, functions);
            }
            if (EndlessLoop.Find(function) is { } start)
                throw Refused(("a loop without an end", "give it a bound: 'for _ in 0..N'"), locations.Value, start, function, functions);
        }
        if (Recursion.Find(functions) is { } call)
        {
            throw Refused(
                ("recursion: a function calls itself, directly or through others", "use a loop with a bound"), locations.Value,
                call.Line, call.Function, functions);
        }
    }

    private static (string What, string Next)? Broken(string line) =>
        FloatingPoint().IsMatch(line) ? ("floating point: the BPF machine has none", "use integers, scaled: thousandths instead of fractions")
        : WideDivision().IsMatch(line) ? ("128-bit division: the BPF machine has none", "divide 64-bit numbers, or shift")
        : Fence().IsMatch(line) ? ("a fence: the BPF machine has none", "use an atomic operation on the value itself")
        : IndirectCall().IsMatch(line)
            ? ("a call through a pointer, as of 'dyn', 'fn' and core::fmt: the BPF machine has none",
                "use an enum and a match; to log, the macros of corewright_ebpf::log")
        : null;

    private static BuildException Refused(
        (string What, string Next) rule, IrLocations locations, string line, IrFunction function, IReadOnlyList<IrFunction> functions) =>
        new(rule.What, Place(locations, line, function, functions) ?? $"function {function.Name[1..]}", rule.Next);

    // Inside Rust's library, its author can only change the call that leads there.
    private static string? Place(IrLocations locations, string line, IrFunction function, IReadOnlyList<IrFunction> functions)
    {
        string? place = locations.Of(line) ?? locations.Of(function.Head);
        var seen = new HashSet<string>(StringComparer.Ordinal) { function.Name };
        var callees = new Queue<string>(seen);
        while (place is not null && IrLocations.IsLibrary(place) && callees.TryDequeue(out string? callee))
        {
            foreach (IrFunction caller in functions)
            {
                string? call = caller.Body.FirstOrDefault(text => text.Contains(callee + "(", StringComparison.Ordinal));
                if (call is null || !seen.Add(caller.Name))
                    continue;
                if (locations.Of(call) is { } found && !IrLocations.IsLibrary(found))
                    return found;
                callees.Enqueue(caller.Name);
            }
        }
        return place;
    }

    [GeneratedRegex(@"= (?:tail |musttail |notail )?(?:fadd|fsub|fmul|fdiv|frem|fneg|fcmp|uitofp|sitofp|fptoui|fptosi|fptrunc|fpext|call [^@]*\b(?:float|double|half|fp128))\b")]
    private static partial Regex FloatingPoint();

    [GeneratedRegex(@"= [us](?:div|rem) (?:exact )?i128 ")]
    private static partial Regex WideDivision();

    [GeneratedRegex(@"^\s+fence (?!syncscope\(""singlethread""\))")]
    private static partial Regex Fence();

    // A call's callee is a value (%x), not a global name, a number as helpers have it, or assembly.
    [GeneratedRegex(@"^\s+(?:%\S+ = )?(?:tail |musttail |notail )?call (?!.* asm )[^@(]* %[^\s(]+\(")]
    private static partial Regex IndirectCall();
}
