using System;
using System.Runtime.CompilerServices;
using Corewright.Bpf.Kernel;
using Corewright.Loader.Containers;
using Corewright.Loader.Loading;
using Corewright.Loader.Output;
using Corewright.Loader.Programs;

namespace Corewright.Loader.Filewatch;

/// <summary>Prints which files are opened, by whom and what for, and which could not be.</summary>
internal sealed unsafe class FilewatchSink : Sink
{
    private const int KindWidth = 7;
    private const int IdWidth = 9;
    private const int CommandWidth = 17;
    private const int ContainerWidth = 14;
    private const int AccessWidth = 12;
    private const int MinorBits = 20;

    // What is before the names.
    private static int HeadBytes => FileEvent.SizeBytes - FileEvent.NamesLength;

    // The names, a slash for each, and dots.
    private const int PathBytes = FileEvent.NamesLength + 8;

    private readonly ContainerTable _containers = new();
    private readonly FileRules _rules = new();
    private readonly Utf8Writer _path;
    private ulong _opened;
    private ulong _denied;

    /// <summary>A sink that has printed nothing.</summary>
    public FilewatchSink() => _path = new Utf8Writer(MappedMemory.Allocate(PathBytes).Start, PathBytes, Utf8Writer.MemoryOnly);

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Title => "Prints which files are opened, and keeps files from being opened."u8;

    /// <inheritdoc/>
    public override bool LayoutHolds => Layout.Holds;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> OptionsHelp => """
          --path PATH         only this file, or what is in this folder; may be repeated
          --only-writes       only what is opened to be written; denies only that, too
          --deny PATH         have opens of this file, or of what is in this folder, fail
                              with EPERM; may be repeated

        """u8;

    /// <inheritdoc/>
    public override OptionKind Kind(ReadOnlySpan<byte> option) =>
        option.SequenceEqual("--only-writes"u8) ? OptionKind.Switch
        : option.SequenceEqual("--path"u8) || option.SequenceEqual("--deny"u8) ? OptionKind.Value
        : OptionKind.Unknown;

    /// <inheritdoc/>
    public override bool Take(ReadOnlySpan<byte> option, byte* value)
    {
        if (value != null)
            return _rules.Add(option.SequenceEqual("--deny"u8) ? RuleSet.Deny : RuleSet.Report, value);
        _rules.OnlyWrites = true;
        return true;
    }

    /// <inheritdoc/>
    public override bool Prepare(scoped ref Session session) => _rules.Prepare(ref session);

    /// <inheritdoc/>
    public override bool Fill(scoped ref Session session) => _rules.Fill(ref session);

    /// <inheritdoc/>
    public override void Begin()
    {
        if (Json)
            return;
        Output.Text(Styled ? "\u001b[1m"u8 : default);
        Column("EVENT"u8, KindWidth);
        Column("PID"u8, IdWidth);
        Column("UID"u8, IdWidth);
        Column("COMM"u8, CommandWidth);
        Column("CONTAINER"u8, ContainerWidth);
        Column("ACCESS"u8, AccessWidth);
        Output.Text("PATH"u8).Text(Styled ? "\u001b[0m"u8 : default).Byte((byte)'\n');
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override bool Knows(ReadOnlySpan<byte> sample)
    {
        if (sample.Length >= HeadBytes)
            return true;
        Unknown++;
        return false;
    }

    /// <inheritdoc/>
    public override void Take(ReadOnlySpan<byte> sample)
    {
        fixed (byte* start = sample)
        {
            var file = (FileEvent*)start;
            if (sample.Length < HeadBytes || !file->Kind.IsKnown()
                || file->NamesBytes > FileEvent.NamesLength || file->NamesBytes > sample.Length - HeadBytes)
            {
                Unknown++;
                return;
            }
            FileNames.Join(sample.Slice(HeadBytes, (int)file->NamesBytes), file->IsCut != 0, _path);
            if (file->Kind == EventKind.Denied)
                _denied++;
            else
                _opened++;
            if (Json)
                PrintJson(file);
            else
                PrintRow(file);
        }
    }

    /// <inheritdoc/>
    public override void Finish()
    {
        if (!Json)
        {
            Output.Text("\n"u8).Decimal(_opened).Text(" opened, "u8).Decimal(_denied).Text(" denied\n"u8);
            return;
        }
        var json = new JsonWriter(Output);
        json.BeginObject();
        json.String("event"u8, "summary"u8);
        json.Number("opened"u8, _opened);
        json.Number("denied"u8, _denied);
        json.EndObject();
        json.EndLine();
    }

    private void PrintJson(FileEvent* file)
    {
        ProcessHeader* process = &file->Process;
        var json = new JsonWriter(Output);
        json.BeginObject();
        json.String("event"u8, KindOf(file));
        json.Number("pid"u8, process->Pid);
        json.Number("tgid"u8, process->Tgid);
        json.Number("ppid"u8, process->Ppid);
        json.Number("uid"u8, process->Uid);
        json.Number("gid"u8, process->Gid);
        json.String("comm"u8, Command(process));
        json.String("path"u8, _path.Written);
        json.BeginArray("access"u8);
        for (var single = Access.Read; FileAccessText.Of(single).Length != 0; single = (Access)((uint)single << 1))
        {
            if ((file->Access & single) != 0)
                json.Element(FileAccessText.Of(single));
        }
        json.EndArray();
        json.Number("inode"u8, file->File.Inode);
        json.Number("device_major"u8, file->File.Device >> MinorBits);
        json.Number("device_minor"u8, file->File.Device & ((1u << MinorBits) - 1));
        _containers.WriteMember(ref json, process->CgroupId);
        json.Number("cgroup_id"u8, process->CgroupId);
        json.Number("pid_namespace"u8, process->PidNamespace);
        json.Number("start_time"u8, process->StartTime);
        json.EndObject();
        json.EndLine();
    }

    private void PrintRow(FileEvent* file)
    {
        ProcessHeader* process = &file->Process;
        Column(KindOf(file), KindWidth);
        Output.DecimalLeft(process->Tgid, IdWidth).DecimalLeft(process->Uid, IdWidth);
        Column(Command(process), CommandWidth);
        _containers.WriteColumn(Output, process->CgroupId, ContainerWidth);
        Column(FileAccessText.OfAll(file->Access), AccessWidth);
        Column(_path.Written, 0);
        Output.Byte((byte)'\n');
    }

    private void Column(ReadOnlySpan<byte> text, int width) => PlainText.Write(Output, text, width);

    private static ReadOnlySpan<byte> KindOf(FileEvent* file) => file->Kind == EventKind.Denied ? "denied"u8 : "open"u8;

    private static ReadOnlySpan<byte> Command(ProcessHeader* process)
    {
        ReadOnlySpan<byte> bytes = new(process->Comm, ProcessHeader.CommLength);
        int length = bytes.IndexOf((byte)0);
        return length < 0 ? bytes : bytes[..length];
    }
}
