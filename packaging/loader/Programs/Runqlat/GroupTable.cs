using Corewright.Loader.Containers;
using Corewright.Loader.Output;
using Corewright.Loader.Processes;

namespace Corewright.Loader.Runqlat;

/// <summary>Prints processes or containers with their waiting times: a line each, as a table for people or as JSON.</summary>
internal readonly unsafe ref struct GroupTable
{
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
        TableText.Begin(_output, styled);
        if (grouping == Grouping.Process)
            ProcessColumns.Header(_output);
        else
            _output.Text("CONTAINER     "u8);
        _output.Text("    TIMES     MEAN      P50      P99  LONGEST  256 ns - "u8);
        DurationText.Write(_output, HistogramChart.From(HistogramChart.LastOfLine), 0, _ascii);
        TableText.End(_output, styled);
    }

    /// <summary>Prints a row.</summary>
    public void Row(Group* group)
    {
        if (group->Key.Grouping == Grouping.Process)
            ProcessColumns.Row(_output, _containers, Process(group));
        else
            _containers.WriteColumn(_output, group->Task.CgroupId, ProcessColumns.ContainerWidth);
        _output.Decimal(WaitingTimes.Count(group->Times), CountWidth);
        DurationText.Write(_output, WaitingTimes.Mean(group->Times), TimeWidth, _ascii);
        DurationText.Write(_output, WaitingTimes.Percentile(group->Times, 50), TimeWidth, _ascii);
        DurationText.Write(_output, WaitingTimes.Percentile(group->Times, 99), TimeWidth, _ascii);
        DurationText.Write(_output, group->Times.LongestNs, TimeWidth, _ascii);
        HistogramChart.DrawLine(_output.Text("  "u8), WaitingTimes.Slots(group->Times), _ascii);
        _output.Byte((byte)'\n');
    }

    /// <summary>Prints an object.</summary>
    public void Json(Group* group)
    {
        bool isProcess = group->Key.Grouping == Grouping.Process;
        JsonWriter json = ProcessMembers.Begin(_output, isProcess ? "process"u8 : "container"u8);
        if (isProcess)
        {
            ProcessMembers.Process(ref json, Process(group));
            ProcessMembers.Place(ref json, _containers, Process(group));
        }
        else
        {
            _containers.WriteMember(ref json, group->Task.CgroupId);
            json.Number("cgroup_id"u8, group->Task.CgroupId);
        }
        HistogramReport.Members(ref json, group->Times);
        HistogramChart.Buckets(ref json, WaitingTimes.Slots(group->Times));
        ProcessMembers.End(ref json);
    }

    private static ProcessHeader* Process(Group* group) => &group->Task;
}
