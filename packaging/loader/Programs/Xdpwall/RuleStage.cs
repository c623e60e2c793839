using System;
using Corewright.Loader.Networks;

namespace Corewright.Loader.Xdpwall;

/// <summary>The rules of a file, before they are taken: all of them, or none.</summary>
internal sealed class RuleStage
{
    private const int Most = (int)Maps.RuleCounts.MaxEntries;
    private const int MostLineBytes = 255;

    private readonly RuleTable _table;
    private readonly WallReport _report;
    private readonly Staged[] _rules = new Staged[Most];
    private int _count;

    /// <summary>Stages nothing yet.</summary>
    /// <param name="table">Where the rules go.</param>
    /// <param name="report">Told what changes.</param>
    public RuleStage(RuleTable table, WallReport report)
    {
        _table = table;
        _report = report;
    }

    /// <summary>The line that is wrong, from 1; 0 where it is no single line.</summary>
    public uint Line { get; private set; }

    /// <summary>Reads a file's rules.</summary>
    /// <param name="text">The file.</param>
    /// <returns>What is wrong, if something is.</returns>
    public RuleProblem Read(ReadOnlySpan<byte> text)
    {
        _count = 0;
        Line = 0;
        while (text.Length != 0)
        {
            int end = text.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            Line++;
            RuleProblem problem = line.Length > MostLineBytes ? RuleProblem.TooLong : Stage(RuleLine.Read(line));
            if (problem != RuleProblem.None)
                return problem;
        }
        Line = 0;
        return RuleProblem.None;
    }

    /// <summary>Gives the table what was read: what is new comes in before what is no longer there goes, as far as there is room.</summary>
    /// <param name="tell">Whether changes are reported.</param>
    /// <returns>What is wrong, if something is.</returns>
    public RuleProblem Apply(bool tell)
    {
        for (int i = 0; i < _table.End; i++)
            _table[i].IsWanted = !_table[i].IsFromFile;
        RuleProblem problem = Put(tell);
        for (int i = 0; i < _table.End; i++)
        {
            if (!_table[i].IsUsed || _table[i].IsWanted)
                continue;
            _report.Removed(i);
            _table.Remove(i);
        }
        return problem == RuleProblem.TooMany ? Put(tell) : problem;
    }

    private RuleProblem Stage(in RuleLine line)
    {
        switch (line.Kind)
        {
            case RuleLineKind.Empty:
                return RuleProblem.None;
            case RuleLineKind.Rule:
                break;
            case RuleLineKind.BadPrefix:
                return RuleProblem.BadPrefix;
            default:
                return RuleProblem.UnknownWord;
        }
        int place = _table.Find(line.Prefix);
        if (place >= 0 && !_table[place].IsFromFile)
            return _table[place].Verdict == line.Verdict ? RuleProblem.None : RuleProblem.Contradiction;
        for (int i = 0; i < _count; i++)
        {
            if (AddressPrefix.AreEqual(_rules[i].Prefix, line.Prefix))
                return _rules[i].Verdict == line.Verdict ? RuleProblem.None : RuleProblem.Contradiction;
        }
        if (_count == Most)
            return RuleProblem.TooMany;
        _rules[_count].Prefix = line.Prefix;
        _rules[_count++].Verdict = line.Verdict;
        return RuleProblem.None;
    }

    private RuleProblem Put(bool tell)
    {
        RuleProblem problem = RuleProblem.None;
        for (int i = 0; i < _count; i++)
        {
            ref Staged rule = ref _rules[i];
            int place = _table.Find(rule.Prefix);
            RuleChange change = RuleChange.None;
            if (place < 0)
                change = _table.Add(rule.Prefix, rule.Verdict, isFromFile: true);
            else
                _table[place].IsWanted = true;
            if (place >= 0 && _table[place].Verdict != rule.Verdict)
            {
                _report.Removed(place);
                change = _table.Change(place, rule.Verdict);
            }
            if (change == RuleChange.Added && tell)
                _report.Added(rule.Prefix, rule.Verdict);
            else if (change is RuleChange.Full or RuleChange.Refused)
                problem = change == RuleChange.Full ? RuleProblem.TooMany : RuleProblem.Refused;
        }
        return problem;
    }

    private struct Staged
    {
        public AddressPrefix Prefix;
        public Verdict Verdict;
    }
}
