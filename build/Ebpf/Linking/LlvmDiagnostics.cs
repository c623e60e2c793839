using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace Corewright.Build.Ebpf.Linking;

/// <summary>What LLVM's BPF backend says when it refuses a function, each thing once, and with advice that fits Rust.</summary>
internal static partial class LlvmDiagnostics
{
    /// <summary>Makes an error of it.</summary>
    /// <param name="text">Its standard error.</param>
    /// <returns>Null if it refuses no function.</returns>
    public static BuildException? Explain(string text)
    {
        // The same thing is said for each instruction; the first one with a line is the most useful.
        List<Match> errors = [.. Error().Matches(text).Cast<Match>()];
        Match? first = errors.FirstOrDefault(match => match.Groups[2].Value != "0") ?? errors.FirstOrDefault();
        if (first is null)
            return null;
        (string what, string? next) = Advise(first.Groups[3].Value.Trim());
        return new BuildException(what, $"{first.Groups[1].Value}:{first.Groups[2].Value}", next);
    }

    private static (string What, string? Next) Advise(string message) => message switch
    {
        _ when message.Contains("BPF stack limit", StringComparison.Ordinal) =>
            ("more than 512 bytes of stack, all that a BPF program has", "put what is large into a per-CPU array map (maps::PerCpuArray)"),
        _ when message.Contains("too many arguments", StringComparison.Ordinal) || message.Contains("stack arguments", StringComparison.Ordinal) =>
            ("a call with more than five arguments, all that BPF has registers for",
                "pass a reference to a struct, or let it be inlined (#[inline(always)])"),
        _ when message.Contains("only small returns supported", StringComparison.Ordinal) =>
            ("a result of more than 8 bytes in a function that is not inlined", "write it through a reference, or let it be inlined (#[inline(always)])"),
        _ when message.Contains("aggregate returns are not supported", StringComparison.Ordinal) =>
            ("a struct as the result of a function that is not inlined", "write it through a reference, or let it be inlined (#[inline(always)])"),
        _ => (message.TrimEnd('.'), null),
    };

    [GeneratedRegex(@"error: (\S+?):([0-9]+):[0-9]+: in function \S+ [^\n]*?\): ([^\n]+)")]
    private static partial Regex Error();
}
