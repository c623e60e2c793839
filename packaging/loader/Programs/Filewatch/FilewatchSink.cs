using System;
using System.Runtime.CompilerServices;
using Corewright.Bpf.Kernel;
using Corewright.Loader.Containers;
using Corewright.Loader.Loading;
using Corewright.Loader.Output;
using Corewright.Loader.Processes;
using Corewright.Loader.Programs;

namespace Corewright.Loader.Filewatch;

/// <summary>Prints which files are opened, by whom and what for, and which could not be.</summary>
internal sealed unsafe class FilewatchSink : Sink
{
    private const int KindWidth = 7;
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
          --deny PATH         have opens of this file, or of what is in this folder,
                              fail with EPERM; may be repeated

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
        PlainText.Write(TableText.Begin(Output, Styled), "EVENT"u8, KindWidth);
        ProcessColumns.Header(Output, withUser: true);
        PlainText.Write(Output, "ACCESS"u8, AccessWidth);
        TableText.End(Output.Text("PATH"u8), Styled);
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
        JsonWriter json = ProcessMembers.Begin(Output, "summary"u8);
        json.Number("opened"u8, _opened);
        json.Number("denied"u8, _denied);
        ProcessMembers.End(ref json);
    }

    private void PrintJson(FileEvent* file)
    {
        JsonWriter json = ProcessMembers.Begin(Output, KindOf(file));
        ProcessMembers.Thread(ref json, Process(file));
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
        ProcessMembers.Place(ref json, _containers, Process(file));
        ProcessMembers.End(ref json);
    }

    private void PrintRow(FileEvent* file)
    {
        PlainText.Write(Output, KindOf(file), KindWidth);
        ProcessColumns.Row(Output, _containers, Process(file), withUser: true);
        PlainText.Write(Output, FileAccessText.OfAll(file->Access), AccessWidth);
        PlainText.Write(Output, _path.Written);
        Output.Byte((byte)'\n');
    }

    private static ReadOnlySpan<byte> KindOf(FileEvent* file) => file->Kind == EventKind.Denied ? "denied"u8 : "open"u8;

    private static ProcessHeader* Process(FileEvent* file) => &file->Process;
}
