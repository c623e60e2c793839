using System;
using System.Runtime.CompilerServices;
using Corewright.Bpf.Kernel;
using Corewright.Loader.Containers;
using Corewright.Loader.Loading;
using Corewright.Loader.Networks;
using Corewright.Loader.Output;
using Corewright.Loader.Processes;
using Corewright.Loader.Programs;

namespace Corewright.Loader.Netguard;

/// <summary>Refuses what rules say, and prints who was refused; at the end, how often each rule decided.</summary>
internal sealed unsafe class NetguardSink : Sink
{
    private const int KindWidth = 8;
    private const int ProtocolWidth = 8;
    private const int CountWidth = 12;

    private readonly ContainerTable _containers = new();
    private readonly GuardRules _rules = new();
    private byte* _cgroup;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Title => "Refuses connections and datagrams to networks, and prints whose."u8;

    /// <inheritdoc/>
    public override bool LayoutHolds => Layout.Holds;

    /// <inheritdoc/>
    public override ulong KeptCapabilities => Capabilities.Bpf;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> OptionsHelp => """
          --deny PREFIX[:PORT]
                              refuse attempts to get there, such as 10.0.0.0/8:25 or
                              [2001:db8::/32]:25; may be repeated
          --allow PREFIX[:PORT]
                              let them through; the longest prefix that fits decides
          --default VERDICT   allow or deny, where no rule fits; allow without this
          --cgroup PATH       only processes in this cgroup, or below it
          --all               print also what is allowed

        """u8;

    /// <inheritdoc/>
    public override OptionKind Kind(ReadOnlySpan<byte> option) =>
        option.SequenceEqual("--all"u8) ? OptionKind.Switch
        : option.SequenceEqual("--deny"u8) || option.SequenceEqual("--allow"u8) || option.SequenceEqual("--default"u8)
            || option.SequenceEqual("--cgroup"u8) ? OptionKind.Value
        : OptionKind.Unknown;

    /// <inheritdoc/>
    public override bool Take(ReadOnlySpan<byte> option, byte* value)
    {
        if (value == null)
        {
            _rules.ReportsAll = true;
            return true;
        }
        if (option.SequenceEqual("--default"u8))
        {
            ReadOnlySpan<byte> verdict = ZeroTerminatedText.Read(value);
            _rules.DeniesOthers = verdict.SequenceEqual("deny"u8);
            return _rules.DeniesOthers || verdict.SequenceEqual("allow"u8);
        }
        if (option.SequenceEqual("--cgroup"u8))
        {
            _cgroup = value;
            return *value != 0;
        }
        return _rules.Add(option.SequenceEqual("--deny"u8) ? Verdict.Deny : Verdict.Allow, value);
    }

    /// <inheritdoc/>
    public override bool Prepare(scoped ref Session session) => HasCgroup(session) && _rules.Prepare(ref session);

    /// <inheritdoc/>
    public override bool Fill(scoped ref Session session) => _rules.Fill(ref session);

    /// <inheritdoc/>
    public override bool Attach(scoped ref Session session)
    {
        bool attached = true;
        for (int i = 0; i < session.Object.Programs.Length && attached; i++)
            attached = AttachStage.Attach(ref session, i, ZeroTerminatedText.Read(_cgroup));
        return attached;
    }

    /// <inheritdoc/>
    public override void Begin()
    {
        if (Json)
            return;
        PlainText.Write(TableText.Begin(Output, Styled), "EVENT"u8, KindWidth);
        ProcessColumns.Header(Output, withUser: true);
        PlainText.Write(Output, "CALL"u8, KindWidth);
        PlainText.Write(Output, "PROTO"u8, ProtocolWidth);
        TableText.End(Output.Text("DESTINATION"u8), Styled);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override bool Knows(ReadOnlySpan<byte> sample)
    {
        if (sample.Length >= sizeof(AttemptEvent))
            return true;
        Unknown++;
        return false;
    }

    /// <inheritdoc/>
    public override void Take(ReadOnlySpan<byte> sample)
    {
        fixed (byte* start = sample)
        {
            var attempt = (AttemptEvent*)start;
            if (sample.Length < sizeof(AttemptEvent) || !attempt->Verdict.IsKnown() || !attempt->Call.IsKnown()
                || attempt->Version is not (4 or 6) || attempt->Rule > _rules.Count)
            {
                Unknown++;
            }
            else if (Json)
            {
                PrintJson(attempt);
            }
            else
            {
                PrintRow(attempt);
            }
        }
    }

    /// <inheritdoc/>
    public override void Finish()
    {
        ulong allowed = 0, refused = 0;
        if (!Json)
            TableText.End(TableText.Begin(Output.Byte((byte)'\n'), Styled).Text("VERDICT ATTEMPTS    RULE"u8), Styled);
        for (uint number = 1; number <= _rules.Count; number++)
        {
            ulong attempts = _rules.Attempts(number);
            Print(_rules[number].Verdict, attempts, ZeroTerminatedText.Read(_rules[number].Text));
            Add(_rules[number].Verdict, attempts, ref allowed, ref refused);
        }
        Verdict others = _rules.DeniesOthers ? Verdict.Deny : Verdict.Allow;
        Print(others, _rules.Attempts(0), "default"u8);
        Add(others, _rules.Attempts(0), ref allowed, ref refused);
        if (!Json)
            return;
        JsonWriter json = ProcessMembers.Begin(Output, "summary"u8);
        json.Number("allowed"u8, allowed);
        json.Number("refused"u8, refused);
        ProcessMembers.End(ref json);
    }

    private bool HasCgroup(scoped in Session session)
    {
        ReadOnlySpan<byte> top = CgroupHierarchy.Top, folder = _cgroup == null ? top : ZeroTerminatedText.Read(_cgroup);
        int found = CgroupHierarchy.Find(folder);
        if (found == 0)
            return true;
        Utf8Writer message = session.Failure.Set(_cgroup == null ? ExitCode.System : ExitCode.Usage, -found);
        if (_cgroup != null)
        {
            PlainText.Write(message.Text("--cgroup "u8), folder);
            message.Text(": "u8);
            if (found == -Errno.NotSupported)
                message.Text("not a cgroup's folder of version 2; "u8);
            else
                message.Errno(-found).Text("; "u8);
        }
        if (top.Length != 0)
            message.Text("give a folder in "u8).Text(top).Text(", or in another place where cgroup2 is mounted"u8);
        else
            message.Text("cgroups of version 2 are neither at /sys/fs/cgroup nor at /sys/fs/cgroup/unified; "u8)
                .Text("make the latter folder, and run: mount -t cgroup2 cgroup2 /sys/fs/cgroup/unified"u8);
        return false;
    }

    private static void Add(Verdict verdict, ulong attempts, ref ulong allowed, ref ulong refused)
    {
        if (verdict == Verdict.Deny)
            refused += attempts;
        else
            allowed += attempts;
    }

    private void Print(Verdict verdict, ulong attempts, ReadOnlySpan<byte> rule)
    {
        ReadOnlySpan<byte> word = verdict == Verdict.Deny ? "deny"u8 : "allow"u8;
        if (!Json)
        {
            PlainText.Write(Output, word, KindWidth);
            Output.DecimalLeft(attempts, CountWidth);
            PlainText.Write(Output, rule);
            Output.Byte((byte)'\n');
            return;
        }
        JsonWriter json = ProcessMembers.Begin(Output, "rule"u8);
        json.String("rule"u8, rule);
        json.String("verdict"u8, word);
        json.Number("attempts"u8, attempts);
        ProcessMembers.End(ref json);
    }

    private void PrintJson(AttemptEvent* attempt)
    {
        Span<byte> text = stackalloc byte[AddressText.MaxBytes];
        JsonWriter json = ProcessMembers.Begin(Output, AttemptText.Of(attempt->Verdict));
        ProcessMembers.Thread(ref json, Process(attempt));
        json.String("call"u8, AttemptText.Of(attempt->Call));
        json.String("protocol"u8, ProtocolText.Of((byte)attempt->Protocol, text));
        json.String("destination"u8, text[..AddressText.Write(Address(attempt), text)]);
        json.Number("destination_port"u8, attempt->Port);
        json.String("rule"u8, attempt->Rule == 0 ? "default"u8 : ZeroTerminatedText.Read(_rules[attempt->Rule].Text));
        ProcessMembers.Place(ref json, _containers, Process(attempt));
        ProcessMembers.End(ref json);
    }

    private void PrintRow(AttemptEvent* attempt)
    {
        Span<byte> text = stackalloc byte[AddressText.MaxBytesWithPort];
        PlainText.Write(Output, AttemptText.Of(attempt->Verdict), KindWidth);
        ProcessColumns.Row(Output, _containers, Process(attempt), withUser: true);
        PlainText.Write(Output, AttemptText.Of(attempt->Call), KindWidth);
        PlainText.Write(Output, ProtocolText.Of((byte)attempt->Protocol, text), ProtocolWidth);
        Output.Text(AddressText.WriteWithPort(Address(attempt), attempt->Port, text)).Byte((byte)'\n');
    }

    private static ProcessHeader* Process(AttemptEvent* attempt) => &attempt->Process;

    private static ReadOnlySpan<byte> Address(AttemptEvent* attempt) =>
        new(attempt->Address, attempt->Version == 4 ? AddressReader.Ipv4Bytes : AddressReader.Ipv6Bytes);
}
