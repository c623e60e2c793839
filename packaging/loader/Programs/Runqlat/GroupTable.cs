using System;
using Corewright.Loader.Containers;
using Corewright.Loader.Output;

namespace Corewright.Loader.Runqlat;

/// <summary>Prints processes or containers with their waiting times: a line each, as a table for people or as JSON.</summary>
internal readonly unsafe ref struct GroupTable
{
    private const int IdWidth = 9;
    private const int CommandWidth = 17;
    private const int ContainerWidth = 14;
    private const int CountWidth = 9;
    private const int TimeWidth = DurationText.Width + 3;

    private readonly Utf8Writer _output;
    private readonly ContainerTable _containers;
    private readonly bool _ascii;

    /// <summary>A table.</summary>
    public GroupTable(Utf8Writer output, ContainerTable containers, bool ascii)
    {
        _output = output;
        _containers = containers;
        _ascii = ascii;
    }

    /// <summary>Prints the header.</summary>
    /// <param name="grouping">What the rows are.</param>
    /// <param name="styled">Whether it may be bold.</param>
    public void Header(Grouping grouping, bool styled)
    {
        _output.Text(styled ? "\u001b[1m"u8 : default);
        if (grouping == Grouping.Process)
            _output.Text("PID      COMM             "u8);
        _output.Text("CONTAINER         TIMES     MEAN      P50      P99  LONGEST  256 ns - "u8);
        DurationText.Write(_output, WaitingTimes.From(HistogramChart.LastOfLine), 0, _ascii);
        _output.Text(styled ? "\u001b[0m\n"u8 : "\n"u8);
    }

    /// <summary>Prints a row.</summary>
    public void Row(Group* group)
    {
        if (group->Key.Grouping == Grouping.Process)
        {
            _output.DecimalLeft(group->Key.Id, IdWidth);
            PlainText.Write(_output, Comm(group), CommandWidth);
        }
        _containers.WriteColumn(_output, group->Task.CgroupId, ContainerWidth);
        _output.Decimal(WaitingTimes.Count(group->Times), CountWidth);
        DurationText.Write(_output, WaitingTimes.Mean(group->Times), TimeWidth, _ascii);
        DurationText.Write(_output, WaitingTimes.Percentile(group->Times, 50), TimeWidth, _ascii);
        DurationText.Write(_output, WaitingTimes.Percentile(group->Times, 99), TimeWidth, _ascii);
        DurationText.Write(_output, group->Times.LongestNs, TimeWidth, _ascii);
        HistogramChart.DrawLine(_output.Text("  "u8), group->Times, _ascii);
        _output.Byte((byte)'\n');
    }

    /// <summary>Prints an object.</summary>
    public void Json(Group* group)
    {
        var json = new JsonWriter(_output);
        json.BeginObject();
        bool isProcess = group->Key.Grouping == Grouping.Process;
        json.String("event"u8, isProcess ? "process"u8 : "container"u8);
        if (isProcess)
        {
            json.Number("pid"u8, group->Key.Id);
            json.Number("ppid"u8, group->Task.Ppid);
            json.Number("uid"u8, group->Task.Uid);
            json.String("comm"u8, Comm(group));
        }
        _containers.WriteMember(ref json, group->Task.CgroupId);
        json.Number("cgroup_id"u8, group->Task.CgroupId);
        json.Number("pid_namespace"u8, group->Task.PidNamespace);
        if (isProcess)
            json.Number("start_time"u8, group->Task.StartTime);
        HistogramReport.Members(ref json, group->Times);
        HistogramReport.Buckets(ref json, group->Times);
        json.EndObject();
        json.EndLine();
    }

    private static ReadOnlySpan<byte> Comm(Group* group)
    {
        ReadOnlySpan<byte> comm = new(group->Task.Comm, ProcessHeader.CommLength);
        int length = comm.IndexOf((byte)0);
        return length < 0 ? comm : comm[..length];
    }
}
