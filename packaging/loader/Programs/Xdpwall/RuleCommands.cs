// epoll(7): files can't be waited for, and can always be read.

using System;
using Corewright.Bpf.Kernel;

namespace Corewright.Loader.Xdpwall;

/// <summary>Rules from standard input, line by line, each taken as it comes: <c>deny</c>, <c>allow</c> and <c>remove</c>.</summary>
internal sealed unsafe class RuleCommands
{
    private const int StandardInput = 0;
    private const int CloseOnExec = 0x80000;
    private const int Add = 1;
    private const uint Readable = 1;
    private const int SignalSetBytes = 8;
    private const int MostLineBytes = 255;
    // So that a flood of lines can't keep a signal waiting.
    private const int MostReads = 16;

    private readonly byte[] _buffer = new byte[4096];
    private readonly byte[] _line = new byte[MostLineBytes];
    private readonly RuleTable _table;
    private readonly WallReport _report;
    private int _lineLength;
    private uint _lineNumber;
    private int _epoll = -1;
    private bool _ended;

    /// <summary>Reads nothing yet.</summary>
    /// <param name="table">Where the rules go.</param>
    /// <param name="report">Told what changes.</param>
    public RuleCommands(RuleTable table, WallReport report)
    {
        _table = table;
        _report = report;
    }

    /// <summary>Gets ready to read.</summary>
    public void Open()
    {
        int epoll = (int)Syscall.Invoke(SyscallNumber.EpollCreate1, CloseOnExec);
        byte* buffer = stackalloc byte[EpollEvent.MaxSize];
        EpollEvent.Write(new Span<byte>(buffer, EpollEvent.MaxSize), Readable, 0);
        if (epoll >= 0 && Syscall.Invoke(SyscallNumber.EpollCtl, epoll, Add, StandardInput, (nint)buffer) == 0)
            _epoll = epoll;
        else if (epoll >= 0)
            Syscall.Close(epoll);
    }

    /// <summary>Takes the lines that are there.</summary>
    public void Look()
    {
        for (int i = 0; i < MostReads && !_ended && HasMore(); i++)
        {
            int length = (int)Syscall.Read(StandardInput, _buffer);
            if (length == -Errno.Interrupted || length == -Errno.TryAgain)
                return;
            _ended = length <= 0;
            if (_ended)
                End();
            else
                Take(new ReadOnlySpan<byte>(_buffer, 0, length));
        }
    }

    /// <summary>There is no more. The last line counts as one, also where nothing ends it.</summary>
    internal void End()
    {
        if (_lineLength != 0)
            Take("\n"u8);
    }

    /// <summary>Takes a piece of the input; its lines may begin and end anywhere.</summary>
    internal void Take(ReadOnlySpan<byte> text)
    {
        foreach (byte letter in text)
        {
            if (letter != '\n')
            {
                // A line that is too long is remembered as such.
                if (_lineLength < MostLineBytes)
                    _line[_lineLength] = letter;
                _lineLength = Math.Min(_lineLength + 1, MostLineBytes + 1);
                continue;
            }
            _lineNumber++;
            RuleProblem problem = _lineLength > MostLineBytes
                ? RuleProblem.TooLong : Take(RuleLine.Read(new ReadOnlySpan<byte>(_line, 0, _lineLength)));
            _lineLength = 0;
            if (problem != RuleProblem.None)
                _report.Refused(_lineNumber, problem);
        }
    }

    private bool HasMore()
    {
        if (_epoll < 0)
            return true;
        byte* buffer = stackalloc byte[EpollEvent.MaxSize];
        return Syscall.Invoke(SyscallNumber.EpollPwait, _epoll, (nint)buffer, 1, 0, 0, SignalSetBytes) > 0;
    }

    private RuleProblem Take(in RuleLine line)
    {
        int place = line.Kind is RuleLineKind.Rule or RuleLineKind.Removal ? _table.Find(line.Prefix) : -1;
        switch (line.Kind)
        {
            case RuleLineKind.Empty:
                return RuleProblem.None;
            case RuleLineKind.UnknownWord:
                return RuleProblem.UnknownWord;
            case RuleLineKind.BadPrefix:
                return RuleProblem.BadPrefix;
            case RuleLineKind.Removal when place < 0:
                return RuleProblem.NoSuchRule;
            case RuleLineKind.Removal:
                _report.Removed(place);
                _table.Remove(place);
                return RuleProblem.None;
            default:
                return Rule(line, place);
        }
    }

    private RuleProblem Rule(in RuleLine line, int place)
    {
        if (place >= 0 && _table[place].Verdict == line.Verdict)
            return RuleProblem.None;
        if (place >= 0)
            _report.Removed(place);
        RuleChange change = place < 0 ? _table.Add(line.Prefix, line.Verdict, isFromFile: false) : _table.Change(place, line.Verdict);
        if (change != RuleChange.Added)
            return change == RuleChange.Full ? RuleProblem.TooMany : RuleProblem.Refused;
        _report.Added(line.Prefix, line.Verdict);
        return RuleProblem.None;
    }
}
