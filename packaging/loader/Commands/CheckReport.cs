using System;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Programs;
using Corewright.Loader.Loading;
using Corewright.Loader.Output;

namespace Corewright.Loader.Commands;

/// <summary>Writes what <c>check</c> found, as one line of JSON or as text for people.</summary>
internal struct CheckReport
{
    // 79 columns hold the longest of execwatch's own targets.
    private const int NameWidth = 16;
    private const int NumberWidth = 3;
    private const int KindWidth = 15;
    private const int ValueWidth = 6;

    private readonly Utf8Writer _out;
    private readonly bool _isJson;
    private readonly bool _wholeLog;
    private JsonWriter _json;

    private CheckReport(Utf8Writer output, bool isJson, bool wholeLog)
    {
        _wholeLog = wholeLog;
        _out = output;
        _isJson = isJson;
        _json = new JsonWriter(output);
    }

    /// <summary>A report for programs; it has every log whole.</summary>
    public static CheckReport Json(Utf8Writer output) => new(output, true, true);

    /// <summary>A report for people.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="wholeLog">Whether a verifier's log is printed whole, or only what matters of it.</param>
    public static CheckReport Table(Utf8Writer output, bool wholeLog) => new(output, false, wholeLog);

    /// <summary>Says who loads what where.</summary>
    public void Begin(scoped in Session session)
    {
        if (!_isJson)
        {
            _out.Text(session.Tool).Byte((byte)' ').Text(session.Payload.First(PayloadKind.Version)).Text(" on kernel "u8)
                .Text(session.Release);
            if (session.KernelTypes.Source != KernelTypesSource.None)
                PlainText.Write(_out.Text(", types from "u8), RelocationStage.Origin(session));
            _out.Byte((byte)'\n');
            return;
        }
        _json.BeginObject();
        _json.String("loader"u8, session.Tool);
        _json.String("version"u8, session.Payload.First(PayloadKind.Version));
        _json.String("build_id"u8, session.Payload.First(PayloadKind.BuildId));
        _json.String("kernel"u8, session.Release);
        _json.String("btf"u8, RelocationStage.Origin(session));
        _json.BeginArray("programs"u8);
    }

    /// <summary>Reports a program that was tried.</summary>
    public void Program(scoped in Session session, int index, int errno, ReadOnlySpan<byte> log)
    {
        ref ProgramSpec program = ref session.Object.Programs[index];
        if (!_isJson)
        {
            _out.Text(errno == 0 ? "  ok      "u8 : "  failed  "u8);
            PlainText.Write(_out, session.Object.Name(program), NameWidth);
            PlainText.Write(_out, session.Object.SectionName(program));
            _out.Text(", "u8).Decimal((uint)program.InstructionCount)
                .Text(" instructions"u8);
            if (errno != 0)
                _out.Text(", "u8).Errno(errno);
            _out.Byte((byte)'\n');
            if (_wholeLog)
                VerifierSummary.WriteWhole(_out, log);
            else if (log.Length != 0)
                VerifierSummary.Write(_out, session, program, log);
            return;
        }
        _json.BeginObject();
        _json.String("name"u8, session.Object.Name(program));
        _json.String("section"u8, session.Object.SectionName(program));
        _json.String("type"u8, ProgramTypeText.Of(program.Type));
        _json.String("result"u8, errno == 0 ? "ok"u8 : "failed"u8);
        _json.Number("errno"u8, (uint)errno);
        _json.Number("instructions"u8, (uint)program.InstructionCount);
        _json.String("log"u8, log);
        _json.EndObject();
    }

    /// <summary>Reports every relocation that was reached.</summary>
    public void Relocations(scoped in Session session)
    {
        if (_isJson)
        {
            _json.EndArray();
            _json.BeginArray("relocations"u8);
        }
        int symbol = -1;
        bool poisoned = false;
        foreach (ref RelocationRecord relocation in session.Relocations)
        {
            if (_isJson)
            {
                RelocationJson(session, relocation);
                continue;
            }
            if (relocation.Symbol != symbol)
                RelocationHeading(session, relocation);
            symbol = relocation.Symbol;
            poisoned |= relocation.Poisoned;
            RelocationRow(relocation);
        }
        if (_isJson)
            _json.EndArray();
        else
            _out.Text(poisoned ? "\nnone: not on this kernel; the program guards it, or the verifier refuses it\n\n"u8 : "\n"u8);
    }

    /// <summary>Says how it ended.</summary>
    public void End(scoped in Session session)
    {
        Failure failure = session.Failure;
        if (!_isJson)
        {
            // The failure itself goes to standard error, where every command says it.
            _out.Text(failure.IsSet ? "result: failed\n"u8 : "result: ok\n"u8);
            return;
        }
        _json.String("result"u8, failure.IsSet ? "failed"u8 : "ok"u8);
        if (failure.IsSet)
        {
            _json.BeginObject("error"u8);
            _json.String("code"u8, ExitCodes.Name(failure.Code));
            _json.String("message"u8, failure.Message);
            _json.Number("errno"u8, (uint)failure.Errno);
            _json.EndObject();
        }
        _json.Number("exit"u8, (uint)failure.Code);
        _json.EndObject();
        _json.EndLine();
    }

    private void RelocationJson(scoped in Session session, scoped in RelocationRecord relocation)
    {
        _json.BeginObject();
        _json.String("program"u8, FunctionName(session, relocation));
        _json.Number("index"u8, (uint)relocation.Index);
        _json.Number("instruction"u8, (uint)relocation.Instruction);
        _json.String("kind"u8, CoreKindName.Of(relocation.Kind));
        _json.String("target"u8, relocation.Target);
        if (relocation.Poisoned)
            _json.Null("value"u8);
        else
            _json.Number("value"u8, relocation.Value);
        _json.String("status"u8, relocation.Poisoned ? "poisoned"u8 : "resolved"u8);
        _json.EndObject();
    }

    private readonly void RelocationHeading(scoped in Session session, scoped in RelocationRecord relocation)
    {
        _out.Text("\nrelocations of "u8);
        PlainText.Write(_out, FunctionName(session, relocation));
        _out.Text("\n  # KIND            VALUE TARGET\n"u8);
    }

    private readonly void RelocationRow(scoped in RelocationRecord relocation)
    {
        _out.Decimal((uint)relocation.Index, NumberWidth).Byte((byte)' ');
        PlainText.Write(_out, CoreKindName.Of(relocation.Kind), KindWidth);
        if (relocation.Poisoned)
            _out.Text("  none"u8);
        else
            _out.Decimal(relocation.Value, ValueWidth);
        _out.Byte((byte)' ');
        PlainText.Write(_out, relocation.Target);
        _out.Byte((byte)'\n');
    }

    private static ReadOnlySpan<byte> FunctionName(scoped in Session session, scoped in RelocationRecord relocation) =>
        session.Object.Elf.Name(session.Object.Elf.Symbol(relocation.Symbol));
}
