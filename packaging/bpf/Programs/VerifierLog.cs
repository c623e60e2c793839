// The verifier's log as kernels from 5.10 on write it at level 1: the instructions that it follows, each "15: (85) call …", between
// them the states of registers, and after the last one why it refuses. Nothing of this is promised by the kernel, so everything
// that isn't known to be a state or a statistic counts as a reason.

using System;

namespace Corewright.Bpf.Programs;

/// <summary>Finds in a verifier's log what matters to the program's author.</summary>
public readonly ref struct VerifierLog
{
    /// <summary>No instruction.</summary>
    public const int Unknown = -1;

    private readonly ReadOnlySpan<byte> _tail;

    private VerifierLog(ReadOnlySpan<byte> instructionLine, int instruction, ReadOnlySpan<byte> tail)
    {
        _tail = tail;
        InstructionLine = instructionLine;
        Instruction = instruction;
        if (instruction == Unknown)
            Instruction = NamedInstruction();
    }

    /// <summary>The number of the instruction at which it stopped, or <see cref="Unknown"/>.</summary>
    public int Instruction { get; }

    /// <summary>That instruction as the kernel prints it; empty where it refused before following any.</summary>
    public ReadOnlySpan<byte> InstructionLine { get; }

    /// <summary>The reasons, line by line.</summary>
    public Cursor Reasons => new(_tail);

    /// <summary>Reads a log.</summary>
    /// <param name="log">Any bytes.</param>
    public static VerifierLog Read(ReadOnlySpan<byte> log)
    {
        ReadOnlySpan<byte> rest = log, tail = log, last = default;
        int instruction = Unknown;
        while (rest.Length != 0)
        {
            ReadOnlySpan<byte> line = NextLine(ref rest);
            if (!TryReadInstruction(line, out int number))
                continue;
            instruction = number;
            last = line;
            tail = rest;
        }
        return new VerifierLog(last, instruction, tail);
    }

    /// <summary>Cuts the first line off.</summary>
    /// <param name="rest">What follows it.</param>
    /// <returns>The line without its end.</returns>
    public static ReadOnlySpan<byte> NextLine(scoped ref ReadOnlySpan<byte> rest)
    {
        int end = rest.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[(end + 1)..];
        return line;
    }

    /// <summary>A walk over the reasons.</summary>
    public ref struct Cursor
    {
        private ReadOnlySpan<byte> _rest;

        internal Cursor(ReadOnlySpan<byte> rest) => _rest = rest;

        /// <summary>Goes to the next one.</summary>
        /// <param name="reason">A line of the log.</param>
        /// <returns>Whether there was one.</returns>
        public bool Next(out ReadOnlySpan<byte> reason)
        {
            while (_rest.Length != 0)
            {
                reason = NextLine(ref _rest);
                if (IsReason(reason))
                    return true;
            }
            reason = default;
            return false;
        }
    }

    // "15: (85) "; a line of source text begins with "; ".
    private static bool TryReadInstruction(ReadOnlySpan<byte> line, out int number)
    {
        int digits = Number(line, out number);
        return digits != 0 && line.Length >= digits + 6 && line.Slice(digits, 3).SequenceEqual(": ("u8) && IsHex(line[digits + 3])
            && IsHex(line[digits + 4]) && line[digits + 5] == ')';
    }

    // Before it follows instructions, the verifier says such as "unreachable insn 5".
    private int NamedInstruction()
    {
        ReadOnlySpan<byte> mark = "insn "u8;
        Cursor reasons = Reasons;
        while (reasons.Next(out ReadOnlySpan<byte> line))
        {
            for (int at = 0; at + mark.Length < line.Length; at++)
            {
                if (line.Slice(at, mark.Length).SequenceEqual(mark) && Number(line[(at + mark.Length)..], out int number) != 0)
                    return number;
            }
        }
        return Unknown;
    }

    // Kernels before 6.8 indent states; newer ones indent what they say about a reason.
    private static bool IsReason(ReadOnlySpan<byte> line)
    {
        while (line.Length != 0 && line[0] == ' ')
            line = line[1..];
        return line.Length != 0 && !IsNoise(line);
    }

    private static bool IsNoise(ReadOnlySpan<byte> line) =>
        line[0] == ';' || IsState(line)
        || Begins(line, "processed "u8) || Begins(line, "verification time "u8) || Begins(line, "stack depth "u8)
        || Begins(line, "max_states"u8) || Begins(line, "last_idx "u8) || Begins(line, "regs="u8) || Begins(line, "parent "u8)
        || Begins(line, "mark_precise: "u8) || Begins(line, "from "u8) || Begins(line, "caller:"u8) || Begins(line, "callee:"u8)
        || Begins(line, "func#"u8) || Begins(line, "frame"u8) || Begins(line, "propagating "u8);

    // "R1=ctx() R10=fp0", "R0_w=0", and since v6.4 "15: R1=ctx()".
    private static bool IsState(ReadOnlySpan<byte> line)
    {
        int digits = Number(line, out _);
        if (digits != 0 && line.Length > digits && line[digits] == ':')
            return true;
        if (line[0] != 'R')
            return false;
        int name = 1 + Number(line[1..], out _);
        return name > 1 && name < line.Length && line[name] is (byte)'=' or (byte)'_';
    }

    private static bool Begins(ReadOnlySpan<byte> line, ReadOnlySpan<byte> start) =>
        line.Length >= start.Length && line[..start.Length].SequenceEqual(start);

    /// <summary>Reads a number of up to 7 digits; programs have at most a million instructions.</summary>
    private static int Number(ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        int digits = 0;
        while (digits < text.Length && text[digits] is >= (byte)'0' and <= (byte)'9')
        {
            if (digits == 7)
                return 0;
            number = (number * 10) + (text[digits++] - '0');
        }
        return digits;
    }

    private static bool IsHex(byte digit) => digit is (>= (byte)'0' and <= (byte)'9') or (>= (byte)'a' and <= (byte)'f');
}
