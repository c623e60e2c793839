using System;
using Corewright.Loader.Networks;
using Corewright.Loader.Output;
using Corewright.Loader.Processes;

namespace Corewright.Loader.Xdpwall;

/// <summary>Prints the rules, their counts, and how they change.</summary>
internal sealed class WallReport
{
    private const int VerdictWidth = 10;
    private const int PrefixWidth = 44;
    private const int PacketsWidth = 12;
    private const int BytesWidth = 14;

    private readonly RuleTable _table;
    private readonly Utf8Writer _output;
    private readonly Utf8Writer _log;
    private readonly bool _json;
    private readonly bool _styled;

    /// <summary>Sets it up.</summary>
    /// <param name="table">The rules.</param>
    /// <param name="output">Where counts go, and in JSON everything.</param>
    /// <param name="log">Where changes go beside a table.</param>
    /// <param name="json">Whether to write JSON.</param>
    /// <param name="styled">Whether a table's header may be bold.</param>
    public WallReport(RuleTable table, Utf8Writer output, Utf8Writer log, bool json, bool styled)
    {
        _table = table;
        _output = output;
        _log = log;
        _json = json;
        _styled = styled;
    }

    /// <summary>A rule is there now.</summary>
    public void Added(in AddressPrefix prefix, Verdict verdict)
    {
        Span<byte> text = stackalloc byte[AddressPrefix.MaxTextBytes];
        ReadOnlySpan<byte> name = AddressPrefix.Write(prefix, text);
        if (!_json)
        {
            Say().Text("added: "u8).Text(Of(verdict)).Byte((byte)' ').Text(name).Byte((byte)'\n').Flush();
            return;
        }
        JsonWriter json = ProcessMembers.Begin(_output, "rule_added"u8);
        json.String("verdict"u8, Of(verdict));
        json.String("prefix"u8, name);
        ProcessMembers.End(ref json);
    }

    /// <summary>A rule is about to go.</summary>
    public void Removed(int place)
    {
        if (_json)
        {
            Rule("rule_removed"u8, place, _table.Packets(place));
            return;
        }
        Span<byte> text = stackalloc byte[AddressPrefix.MaxTextBytes];
        Say().Text("removed: "u8).Text(Of(_table[place].Verdict)).Byte((byte)' ').Text(AddressPrefix.Write(_table[place].Prefix, text))
            .Text(", which had "u8).Decimal(_table.Packets(place).Packets).Text(" packets\n"u8).Flush();
    }

    /// <summary>Rules are not taken.</summary>
    /// <param name="line">The line that is wrong, from 1; 0 for none.</param>
    /// <param name="problem">What is wrong.</param>
    public void Refused(uint line, RuleProblem problem)
    {
        if (_json)
        {
            JsonWriter json = ProcessMembers.Begin(_output, "rules_refused"u8);
            json.Number("line"u8, line);
            json.String("reason"u8, RuleProblemText.Of(problem));
            ProcessMembers.End(ref json);
            return;
        }
        Say().Text("rules not taken"u8);
        if (line != 0)
            _log.Text(", line "u8).Decimal(line);
        _log.Text(": "u8).Text(RuleProblemText.Of(problem)).Byte((byte)'\n').Flush();
    }

    /// <summary>Prints what was counted so far.</summary>
    /// <param name="atEnd">Whether it is for the last time: then also rules that counted nothing since the last time.</param>
    public void Counts(bool atEnd)
    {
        if (!_json)
        {
            Table();
            return;
        }
        for (int i = 0; i < _table.End; i++)
        {
            if (!_table[i].IsUsed)
                continue;
            Count count = _table.Packets(i);
            if (atEnd || count.Packets != _table[i].PrintedPackets)
                Rule("rule"u8, i, count);
            _table[i].PrintedPackets = count.Packets;
        }
        JsonWriter json = ProcessMembers.Begin(_output, atEnd ? "summary"u8 : "counts"u8);
        json.Number("rules"u8, _table.Count);
        for (Outcome outcome = Outcome.Passed; outcome <= Outcome.Malformed; outcome++)
        {
            json.BeginObject(Of(outcome));
            Members(ref json, _table.Packets(outcome));
            json.EndObject();
        }
        ProcessMembers.End(ref json);
    }

    private void Table()
    {
        TableText.Begin(_output, _styled);
        PlainText.Write(_output, "VERDICT"u8, VerdictWidth);
        PlainText.Write(_output, "FROM"u8, PrefixWidth);
        TableText.Right(_output, "PACKETS"u8, PacketsWidth);
        TableText.Right(_output, "BYTES"u8, BytesWidth);
        TableText.End(_output, _styled);
        Span<byte> text = stackalloc byte[AddressPrefix.MaxTextBytes];
        for (int i = 0; i < _table.End; i++)
        {
            if (_table[i].IsUsed)
                Row(Of(_table[i].Verdict), AddressPrefix.Write(_table[i].Prefix, text), _table.Packets(i));
        }
        for (Outcome outcome = Outcome.Passed; outcome <= Outcome.Malformed; outcome++)
            Row(Of(outcome), outcome is Outcome.Allowed or Outcome.Denied ? "all rules"u8 : "-"u8, _table.Packets(outcome));
        _output.Byte((byte)'\n');
    }

    private void Row(ReadOnlySpan<byte> verdict, ReadOnlySpan<byte> prefix, Count count)
    {
        PlainText.Write(_output, verdict, VerdictWidth);
        PlainText.Write(_output, prefix, PrefixWidth);
        _output.Decimal(count.Packets, PacketsWidth).Decimal(count.Bytes, BytesWidth).Byte((byte)'\n');
    }

    private void Rule(ReadOnlySpan<byte> name, int place, Count count)
    {
        Span<byte> text = stackalloc byte[AddressPrefix.MaxTextBytes];
        JsonWriter json = ProcessMembers.Begin(_output, name);
        json.String("verdict"u8, Of(_table[place].Verdict));
        json.String("prefix"u8, AddressPrefix.Write(_table[place].Prefix, text));
        Members(ref json, count);
        ProcessMembers.End(ref json);
    }

    private static void Members(ref JsonWriter json, Count count)
    {
        json.Number("packets"u8, count.Packets);
        json.Number("bytes"u8, count.Bytes);
    }

    private Utf8Writer Say() => _log.Text(ChosenProgram.Name).Text(": "u8);

    private static ReadOnlySpan<byte> Of(Verdict verdict) => verdict == Verdict.Deny ? "deny"u8 : "allow"u8;

    private static ReadOnlySpan<byte> Of(Outcome outcome) => outcome switch
    {
        Outcome.Passed => "passed"u8,
        Outcome.Allowed => "allowed"u8,
        Outcome.Denied => "denied"u8,
        Outcome.Other => "other"u8,
        _ => "malformed"u8,
    };
}
