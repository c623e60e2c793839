using System;
using System.Runtime.CompilerServices;
using Corewright.Loader.Containers;
using Corewright.Loader.Output;
using Corewright.Loader.Programs;

namespace Corewright.Loader.Execwatch;

/// <summary>Prints processes as they start and end: a line each, as a table for people or as JSON for programs.</summary>
internal sealed unsafe class ExecwatchSink : Sink
{
    private const int KindWidth = 6;
    private const int IdWidth = 9;
    private const int CommandWidth = 17;
    private const int ContainerWidth = 14;
    private const uint SignalMask = 0x7F;
    private const uint CoreDumpFlag = 0x80;

    private readonly ContainerTable _containers = new();

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Title => "Prints processes as they start and end."u8;

    /// <inheritdoc/>
    public override bool LayoutHolds => Layout.Holds;

    /// <inheritdoc/>
    public override void Begin()
    {
        if (Json)
            return;
        TableText.Begin(Output, Styled);
        Column("EVENT"u8, KindWidth);
        Column("PID"u8, IdWidth);
        Column("PPID"u8, IdWidth);
        Column("UID"u8, IdWidth);
        Column("COMM"u8, CommandWidth);
        Column("CONTAINER"u8, ContainerWidth);
        TableText.End(Output.Text("FILE OR EXIT STATUS"u8), Styled);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override bool Knows(ReadOnlySpan<byte> sample)
    {
        if (sample.Length >= sizeof(EventHeader))
            return true;
        Unknown++;
        return false;
    }

    /// <inheritdoc/>
    public override void Take(ReadOnlySpan<byte> sample)
    {
        fixed (byte* start = sample)
        {
            EventKind kind = sample.Length < sizeof(EventHeader) ? default : ((EventHeader*)start)->Kind;
            bool taken = kind.IsKnown() && kind switch
            {
                EventKind.Exec => sample.Length >= sizeof(ExecEvent) && Print((ExecEvent*)start),
                EventKind.Exit => sample.Length >= sizeof(ExitEvent) && Print((ExitEvent*)start),
            };
            if (!taken)
                Unknown++;
        }
    }

    private bool Print(ExecEvent* exec)
    {
        ReadOnlySpan<byte> filename = ZeroTerminatedText.Read(exec->Filename, ExecEvent.FilenameLength);
        if (Json)
        {
            JsonWriter json = Begin("exec"u8, &exec->Header);
            json.String("filename"u8, filename);
            End(ref json, &exec->Header);
            json.EndObject();
            json.EndLine();
            return true;
        }
        Row("exec"u8, &exec->Header);
        PlainText.Write(Output, filename);
        Output.Byte((byte)'\n');
        return true;
    }

    private bool Print(ExitEvent* exit)
    {
        // As wait(2) has it: the code in the second byte, the signal in the low seven bits, and whether memory was dumped.
        uint code = (exit->ExitCode >> 8) & 0xFF;
        uint signal = exit->ExitCode & SignalMask;
        if (Json)
        {
            JsonWriter json = Begin("exit"u8, &exit->Header);
            End(ref json, &exit->Header);
            json.Number("exit_code"u8, code);
            json.Number("signal"u8, signal);
            json.EndObject();
            json.EndLine();
            return true;
        }
        Row("exit"u8, &exit->Header);
        if (signal == 0)
            Output.Text("code "u8).Decimal(code);
        else
            Output.Text("signal "u8).Decimal(signal).Text((exit->ExitCode & CoreDumpFlag) != 0 ? ", core dumped"u8 : default);
        Output.Byte((byte)'\n');
        return true;
    }

    private JsonWriter Begin(ReadOnlySpan<byte> name, EventHeader* header)
    {
        var json = new JsonWriter(Output);
        json.BeginObject();
        json.String("event"u8, name);
        json.Number("pid"u8, header->Pid);
        json.Number("tgid"u8, header->Tgid);
        json.Number("ppid"u8, header->Ppid);
        json.Number("uid"u8, header->Uid);
        json.String("comm"u8, ZeroTerminatedText.Read(header->Comm, EventHeader.CommLength));
        return json;
    }

    private void End(ref JsonWriter json, EventHeader* header)
    {
        _containers.WriteMember(ref json, header->CgroupId);
        json.Number("cgroup_id"u8, header->CgroupId);
        json.Number("pid_namespace"u8, header->PidNamespace);
        json.Number("start_time_ns"u8, header->StartTime);
    }

    private void Row(ReadOnlySpan<byte> name, EventHeader* header)
    {
        Column(name, KindWidth);
        Output.DecimalLeft(header->Tgid, IdWidth).DecimalLeft(header->Ppid, IdWidth).DecimalLeft(header->Uid, IdWidth);
        PlainText.Write(Output, ZeroTerminatedText.Read(header->Comm, EventHeader.CommLength), CommandWidth);
        _containers.WriteColumn(Output, header->CgroupId, ContainerWidth);
    }

    private void Column(ReadOnlySpan<byte> text, int width) => PlainText.Write(Output, text, width);
}
