using System;
using Corewright.Bpf.Kernel;

namespace Corewright.Loader.Xdpwall;

/// <summary>
/// The file with the rules, read again and again: what it says once it has stood still from one look to the next is what holds, so
/// that a file that is being written does not. A mistake in it leaves the rules as they are.
/// </summary>
internal sealed unsafe class RulesFile
{
    private const int MostBytes = 64 << 10;
    private const int RegularFile = 0x8000;

    private readonly byte[] _text = new byte[MostBytes + 1];
    private readonly byte* _path;
    private readonly RuleStage _stage;
    private readonly WallReport _report;
    private ulong _seen;
    private ulong _taken;

    // What comes out of a pipe is there once: <(...) of a shell.
    private bool _isRead;

    /// <summary>A file that was not read yet.</summary>
    /// <param name="path">Zero-terminated.</param>
    /// <param name="stage">Takes its rules.</param>
    /// <param name="report">Told what is wrong with it.</param>
    public RulesFile(byte* path, RuleStage stage, WallReport report)
    {
        _path = path;
        _stage = stage;
        _report = report;
    }

    /// <summary>Why it could not be read, if so.</summary>
    public int Errno { get; private set; }

    /// <summary>Reads it for the first time.</summary>
    /// <returns>What is wrong, if something is.</returns>
    public RuleProblem Load()
    {
        _isRead = KernelFile.Kind(Path) != RegularFile;
        int length = Read();
        _taken = _seen = State(length);
        return Take(length, tell: false);
    }

    /// <summary>Looks whether it has changed.</summary>
    public void Look()
    {
        if (_isRead)
            return;
        int length = Read();
        ulong state = State(length);
        bool stands = state == _seen;
        _seen = state;
        if (!stands || state == _taken)
            return;
        _taken = state;
        RuleProblem problem = Take(length, tell: true);
        if (problem != RuleProblem.None)
            _report.Refused(_stage.Line, problem);
    }

    private ReadOnlySpan<byte> Path => new(_path, ZeroTerminatedText.Read(_path).Length + 1);

    private int Read() => KernelFile.Read(Path, _text);

    private RuleProblem Take(int length, bool tell)
    {
        Errno = length < 0 ? -length : 0;
        if (length < 0)
            return RuleProblem.Unreadable;
        if (length > MostBytes)
            return RuleProblem.TooLong;
        RuleProblem problem = _stage.Read(new ReadOnlySpan<byte>(_text, 0, length));
        return problem == RuleProblem.None ? _stage.Apply(tell) : problem;
    }

    // FNV-1a: what differs only by accident differs in it. http://www.isthe.com/chongo/tech/comp/fnv/
    private ulong State(int length)
    {
        ulong state = 0xCBF2_9CE4_8422_2325 ^ (uint)length;
        for (int i = 0; i < length; i++)
            state = (state ^ _text[i]) * 0x100_0000_01B3;
        return state;
    }
}
