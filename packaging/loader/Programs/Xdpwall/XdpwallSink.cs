using System;
using Corewright.Bpf.Kernel;
using Corewright.Loader.Loading;
using Corewright.Loader.Networks;
using Corewright.Loader.Output;
using Corewright.Loader.Programs;

namespace Corewright.Loader.Xdpwall;

/// <summary>Keeps the rules of packets that come in on interfaces, and prints how many met them.</summary>
internal sealed unsafe class XdpwallSink : Sink
{
    private const int MostInterfaces = 16;
    private const uint MostSeconds = 3600;
    private const uint FileMilliseconds = 1000;
    private const uint CommandMilliseconds = 250;

    private readonly RuleTable _table = new();
    private readonly nint[] _interfaces = new nint[MostInterfaces];
    private WallReport _report = null!;
    private RulesFile? _file;
    private RuleCommands? _commands;
    private byte* _rulesPath;
    private byte* _culprit;
    private RuleProblem _problem;
    private int _interfaceCount;
    private uint _intervalSeconds = 5;
    private uint _sinceCounts;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Title => "Drops or passes packets by the prefix of where they come from."u8;

    /// <inheritdoc/>
    public override bool LayoutHolds => Layout.Holds;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> WhyNoFilter =>
        "packets that come in belong to no process yet; choose by --interface and by where they come from"u8;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> EventsMap => default;

    /// <inheritdoc/>
    public override ulong KeptCapabilities => Capabilities.Bpf;

    /// <inheritdoc/>
    public override uint TickMilliseconds => FromInput ? CommandMilliseconds : FileMilliseconds;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> OptionsHelp => """
          --interface IF      packets that come in here; IF:native or IF:generic for the
                              driver's hook or the network stack's; may be repeated
          --deny PREFIX       drop packets from here, such as 10.0.0.0/8, 2001:db8::/32
                              or an address; may be repeated
          --allow PREFIX      let packets from here pass; the longest prefix that fits
                              decides, and without one they pass
          --rules FILE        lines "deny PREFIX" and "allow PREFIX"; changes of the
                              file take effect
          --rules -           lines from standard input, as they come; also
                              "remove PREFIX"
          --interval SECONDS  how often counts are printed, 5 without it

        """u8;

    private bool FromInput => _rulesPath != null && ZeroTerminatedText.Read(_rulesPath).SequenceEqual("-"u8);

    /// <inheritdoc/>
    public override OptionKind Kind(ReadOnlySpan<byte> option) =>
        option.SequenceEqual("--interface"u8) || option.SequenceEqual("--deny"u8) || option.SequenceEqual("--allow"u8)
            || option.SequenceEqual("--rules"u8) || option.SequenceEqual("--interval"u8) ? OptionKind.Value : OptionKind.Unknown;

    /// <inheritdoc/>
    public override bool Take(ReadOnlySpan<byte> option, byte* value)
    {
        if (option.SequenceEqual("--interface"u8))
        {
            if (*value == 0 || _interfaceCount == MostInterfaces)
                return false;
            _interfaces[_interfaceCount++] = (nint)value;
            return true;
        }
        if (option.SequenceEqual("--rules"u8))
        {
            bool first = _rulesPath == null;
            _rulesPath = value;
            return first && *value != 0;
        }
        if (option.SequenceEqual("--interval"u8))
            return WholeNumber.TryReadPositive(value, MostSeconds, out _intervalSeconds);
        TakeRule(option.SequenceEqual("--deny"u8) ? Verdict.Deny : Verdict.Allow, value);
        return true;
    }

    /// <inheritdoc/>
    public override bool Prepare(scoped ref Session session)
    {
        if (_problem != RuleProblem.None)
        {
            PlainText.Write(session.Failure.Set(ExitCode.Usage), ZeroTerminatedText.Read(_culprit));
            session.Failure.Append().Text(": "u8).Text(RuleProblemText.Of(_problem));
            return false;
        }
        if (_interfaceCount == 0)
        {
            session.Failure.Set(ExitCode.Usage).Text("it is not said where: --interface IF; see xdpwall --help"u8);
            return false;
        }
        _report = new WallReport(_table, Output, Log, Json, Styled);
        if (FromInput)
            _commands = new RuleCommands(_table, _report);
        else if (_rulesPath != null)
            return Load(ref session);
        return true;
    }

    /// <inheritdoc/>
    public override bool Fill(scoped ref Session session)
    {
        _commands?.Open();
        if (_table.Open(new MapHandles(session.Object)))
            return true;
        session.Failure.Set(ExitCode.System, _table.Errno).Text("the kernel does not take the rules: "u8).Errno(_table.Errno);
        return false;
    }

    /// <inheritdoc/>
    public override bool Attach(scoped ref Session session)
    {
        for (int i = 0; i < _interfaceCount; i++)
        {
            if (!AttachStage.Attach(ref session, 0, ZeroTerminatedText.Read((byte*)_interfaces[i])))
                return false;
        }
        return true;
    }

    /// <inheritdoc/>
    public override void Tick()
    {
        _file?.Look();
        _commands?.Look();
        _sinceCounts += TickMilliseconds;
        if (_sinceCounts < _intervalSeconds * 1000)
            return;
        _sinceCounts = 0;
        _report.Counts(atEnd: false);
    }

    /// <inheritdoc/>
    public override void Finish() => _report.Counts(atEnd: true);

    private void TakeRule(Verdict verdict, byte* value)
    {
        if (_problem != RuleProblem.None)
            return;
        _culprit = value;
        if (!AddressPrefix.TryParse(ZeroTerminatedText.Read(value), out AddressPrefix prefix))
        {
            _problem = RuleProblem.BadPrefix;
            return;
        }
        int place = _table.Find(prefix);
        if (place >= 0)
            _problem = _table[place].Verdict == verdict ? RuleProblem.None : RuleProblem.Contradiction;
        else if (_table.Add(prefix, verdict, isFromFile: false) == RuleChange.Full)
            _problem = RuleProblem.TooMany;
    }

    private bool Load(scoped ref Session session)
    {
        var stage = new RuleStage(_table, _report);
        _file = new RulesFile(_rulesPath, stage, _report);
        RuleProblem problem = _file.Load();
        if (problem == RuleProblem.None)
            return true;
        PlainText.Write(session.Failure.Set(ExitCode.Usage, _file.Errno).Text("--rules "u8), ZeroTerminatedText.Read(_rulesPath));
        if (stage.Line != 0)
            session.Failure.Append().Text(", line "u8).Decimal(stage.Line);
        session.Failure.Append().Text(": "u8).Text(RuleProblemText.Of(problem));
        if (_file.Errno != 0)
            session.Failure.Append().Text(": "u8).Errno(_file.Errno);
        return false;
    }
}
