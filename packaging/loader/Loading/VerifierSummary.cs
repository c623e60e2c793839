using System;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Elf;
using Corewright.Bpf.Programs;
using Corewright.Loader.Output;

namespace Corewright.Loader.Loading;

/// <summary>Says in a few lines why the verifier refused a program: where in the source, at which instruction, for what reason.</summary>
internal static class VerifierSummary
{
    private const int MaxReasons = 7;
    private const int MaxLineBytes = 400;

    /// <summary>Writes the lines that matter.</summary>
    /// <param name="output">Where to; each line is indented.</param>
    /// <param name="session">The session.</param>
    /// <param name="program">The program that was refused.</param>
    /// <param name="log">The verifier's log.</param>
    public static void Write(Utf8Writer output, scoped in Session session, in ProgramSpec program, ReadOnlySpan<byte> log)
    {
        VerifierLog verdict = VerifierLog.Read(log);
        PlainText.Write(output.Text("    program "u8), session.Object.Name(program));
        if (verdict.Instruction != VerifierLog.Unknown)
        {
            output.Text(", instruction "u8).Decimal((uint)verdict.Instruction).Text(" of "u8)
                .Decimal((uint)program.InstructionCount);
            WriteFunction(output, session, program, verdict.Instruction);
        }
        output.Byte((byte)'\n');
        WriteSource(output, session, program, verdict.Instruction);
        if (verdict.InstructionLine.Length != 0)
            WriteLine(output, verdict.InstructionLine);
        WriteReasons(output, verdict);
        if (PoisonedInstruction.TryFind(verdict, out int poisoned))
        {
            output.Text("    not on this kernel: "u8);
            if (!WriteRelocation(output, session, program, poisoned))
                output.Text("what a CO-RE relocation here asks for"u8);
            output.Byte((byte)'\n');
        }
        output.Text("    (the whole log: "u8).Text(session.Tool).Text(" check --log)\n"u8);
    }

    /// <summary>Writes the whole log, with nothing in it that a terminal would obey.</summary>
    public static void WriteWhole(Utf8Writer output, ReadOnlySpan<byte> log)
    {
        while (log.Length != 0)
        {
            PlainText.Write(output, VerifierLog.NextLine(ref log));
            output.Byte((byte)'\n');
        }
    }

    /// <summary>Writes which relocations an instruction has: <c>task_struct.pid (relocation #3, byte_off)</c>.</summary>
    /// <returns>False where it has none; nothing is written then.</returns>
    public static bool WriteRelocation(Utf8Writer output, scoped in Session session, in ProgramSpec program, int instruction)
    {
        if (!program.TryLocate(instruction, out LinkedFunction function, out int offset))
            return false;
        bool found = false;
        foreach (ref RelocationRecord relocation in session.Relocations)
        {
            ElfSymbol symbol = session.Object.Elf.Symbol(relocation.Symbol);
            long place = (long)symbol.Value + (relocation.Instruction * 8L);
            if (!relocation.Poisoned || symbol.Section != function.Section || place != offset)
                continue;
            if (found)
                output.Text(", "u8);
            PlainText.Write(output, relocation.Target);
            output.Text(" (relocation #"u8).Decimal((uint)relocation.Index).Text(", "u8)
                .Text(CoreKindName.Of(relocation.Kind)).Byte((byte)')');
            found = true;
        }
        return found;
    }

    /// <summary>Writes <c> at file:line</c>, of the author's own code where the object tells.</summary>
    public static void WritePlace(Utf8Writer output, scoped in Session session, in ProgramSpec program, int instruction)
    {
        if (!SourceLine.TryFind(session.Object, program, instruction, true, out SourceLine line)
            && !SourceLine.TryFind(session.Object, program, instruction, false, out line))
        {
            return;
        }
        output.Text(" at "u8);
        PlainText.Write(output, line.File);
        output.Byte((byte)':').Decimal(line.Line);
    }

    /// <summary>The first of the verifier's reasons, cut to one line of a message; empty where it gave none.</summary>
    public static ReadOnlySpan<byte> FirstReason(VerifierLog verdict)
    {
        VerifierLog.Cursor reasons = verdict.Reasons;
        return reasons.Next(out ReadOnlySpan<byte> reason) ? reason[..Math.Min(reason.Length, MaxLineBytes)] : default;
    }

    // Says which function only where it isn't the program itself.
    private static void WriteFunction(Utf8Writer output, scoped in Session session, in ProgramSpec program, int instruction)
    {
        if (!program.TryLocate(instruction, out LinkedFunction function, out _) || function.OutputStart == 0)
            return;
        for (int i = 1; i < session.Object.Elf.SymbolCount; i++)
        {
            ElfSymbol symbol = session.Object.Elf.Symbol(i);
            if (symbol.Type != ElfSymbolType.Function || symbol.Section != function.Section || symbol.Value != (ulong)function.Start)
                continue;
            PlainText.Write(output.Text(", in function "u8), session.Object.Elf.Name(symbol));
            return;
        }
    }

    private static void WriteSource(Utf8Writer output, scoped in Session session, in ProgramSpec program, int instruction)
    {
        if (!SourceLine.TryFind(session.Object, program, instruction, false, out SourceLine line))
            return;
        if (line.IsForeign && SourceLine.TryFind(session.Object, program, instruction, true, out SourceLine own))
            WriteSource(output, own);
        WriteSource(output, line);
    }

    private static void WriteSource(Utf8Writer output, SourceLine line)
    {
        ReadOnlySpan<byte> text = line.Text;
        while (text.Length != 0 && text[0] is (byte)' ' or (byte)'\t')
            text = text[1..];
        output.Text("    "u8);
        PlainText.Write(output, line.File);
        output.Byte((byte)':').Decimal(line.Line);
        if (text.Length != 0)
            PlainText.Write(output.Text(": "u8), text[..Math.Min(text.Length, MaxLineBytes)]);
        output.Byte((byte)'\n');
    }

    // The first one is the verifier's verdict; since 7.3 several paragraphs explain it.
    private static void WriteReasons(Utf8Writer output, VerifierLog verdict)
    {
        VerifierLog.Cursor reasons = verdict.Reasons;
        for (int count = 0; count < MaxReasons && reasons.Next(out ReadOnlySpan<byte> reason); count++)
            WriteLine(output, reason);
    }

    private static void WriteLine(Utf8Writer output, ReadOnlySpan<byte> line)
    {
        PlainText.Write(output.Text("    "u8), line[..Math.Min(line.Length, MaxLineBytes)]);
        output.Byte((byte)'\n');
    }
}
