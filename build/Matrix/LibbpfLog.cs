// libbpf's debug messages on CO-RE relocations: bpf_core_format_spec(), bpf_core_calc_relo_insn() and bpf_core_patch_insn() in its
// src/relo_core.c, the same from 1.0 to 1.8.
using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Corewright.Build.Matrix;

/// <summary>Reads what libbpf did with each relocation out of <c>bpftool prog loadall</c>.</summary>
internal static partial class LibbpfLog
{
    /// <summary>
    /// The relocations in the order in which libbpf did them. libbpf numbers them within a section; here they are numbered within
    /// their program.
    /// </summary>
    /// <exception cref="FormatException">A relocation begins and does not end, or twice, or its value has more than 64 bits.</exception>
    public static IReadOnlyList<RelocationOutcome> Parse(string log)
    {
        var outcomes = new List<RelocationOutcome>();
        var counts = new Dictionary<string, int>();
        Pending? pending = null;
        int last = -1;
        foreach (ReadOnlySpan<char> line in log.AsSpan().EnumerateLines())
        {
            Match match = Line().Match(line.ToString());
            if (!match.Success)
                continue;
            string program = match.Groups["program"].Value, text = match.Groups["text"].Value;
            int number = int.Parse(match.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
            if (Local().Match(text) is { Success: true } local)
            {
                if (pending is not null)
                    throw new FormatException($"libbpf's relocation #{pending.Number} of '{pending.Program}' has no result");
                pending = new Pending(program, number, local.Groups["kind"].Value, Target(local));
                continue;
            }
            if (Result(text) is not { } result)
                continue;
            if (pending is null)
            {
                // A load or store whose size is adapted as well tells so in a second line.
                if (result.IsSize && outcomes.Count > 0 && outcomes[^1].Program == program)
                    continue;
                // Of an LDIMM64 both halves are poisoned, in one order or the other.
                if (IsOtherHalf(result, outcomes, program) && number == last)
                {
                    outcomes[^1] = outcomes[^1] with { Instruction = Math.Min(result.Instruction, outcomes[^1].Instruction) };
                    continue;
                }
                throw new FormatException($"libbpf tells a result of relocation #{number} of '{program}' that did not begin");
            }
            if (pending.Program != program || pending.Number != number || result.IsSize)
                throw new FormatException($"libbpf's relocation #{pending.Number} of '{pending.Program}' is followed by #{number} of '{program}'");
            int index = counts.GetValueOrDefault(program);
            counts[program] = index + 1;
            outcomes.Add(new RelocationOutcome(program, index, result.Instruction, pending.Kind, pending.Target, result.Value));
            pending = null;
            last = number;
        }
        return pending is null
            ? outcomes : throw new FormatException($"libbpf's relocation #{pending.Number} of '{pending.Program}' has no result");
    }

    private static bool IsOtherHalf((int Instruction, ulong? Value, bool IsSize) result, List<RelocationOutcome> outcomes, string program) =>
        result.Value is null && outcomes.Count > 0 && outcomes[^1].Program == program && outcomes[^1].Value is null
        && Math.Abs(outcomes[^1].Instruction - result.Instruction) == 1;

    private static string Target(Match local)
    {
        string name = local.Groups["name"].Value;
        return local.Groups["rest"].Value is { Length: > 0 } rest ? name + rest : name;
    }

    private static (int Instruction, ulong? Value, bool IsSize)? Result(string text)
    {
        if (Patched().Match(text) is { Success: true } patched)
        {
            // A value is printed as a signed or an unsigned number, whichever the instruction holds; as 64 bits they are the same.
            string value = patched.Groups["value"].Value;
            bool isSigned = long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long signed);
            ulong bits = (ulong)signed;
            if (!isSigned && !ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out bits))
                throw new FormatException($"libbpf patches an instruction with {value}, which has more than 64 bits");
            return (Number(patched), bits, patched.Groups["what"].Value == "mem_sz");
        }
        return Poisoned().Match(text) is { Success: true } poisoned ? (Number(poisoned), null, false) : null;
    }

    private static int Number(Match match) => int.Parse(match.Groups["insn"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^libbpf: prog '(?<program>[^']+)': relo #(?<number>\d{1,6}): (?<text>.*)$")]
    private static partial Regex Line();

    // <byte_off> [20] struct task_struct.pid (0:0 @ offset 0)    <enumval_value> [9] enum color::RED = 3
    [GeneratedRegex(@"^<(?<kind>[a-z0-9_]+)> \[\d+\] (?:(?:struct|union|enum|enum64|typedef|const|volatile|restrict) )?(?<name>[^ .:]+)(?<rest>(?:\.|::)[^ ]+)?")]
    private static partial Regex Local();

    // patched insn #15 (ALU/ALU64) imm 0 -> 1264    patched insn #3 (LDIMM64) imm64 0 -> 5    no matching targets found
    [GeneratedRegex(@"^patched insn #(?<insn>\d{1,6}) \([A-Z0-9/]+\) (?<what>imm64|imm|off|mem_sz) -?\d{1,20} -> (?<value>-?\d{1,20})$")]
    private static partial Regex Patched();

    [GeneratedRegex(@"^substituting insn #(?<insn>\d{1,6}) w/ invalid insn$")]
    private static partial Regex Poisoned();

    private sealed record Pending(string Program, int Number, string Kind, string Target);
}
