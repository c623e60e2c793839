using System;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Maps;
using Corewright.Loader.Containers;
using Corewright.Loader.Loading;
using Corewright.Loader.Output;
using Corewright.Loader.Processes;
using Corewright.Loader.Programs;

namespace Corewright.Loader.Runqlat;

/// <summary>Shows how long tasks that could run waited for a processor: a histogram at the end, or one after each interval.</summary>
internal sealed unsafe class RunqlatSink : Sink
{
    private const uint MostSeconds = 86_400;
    private const int RowsOfTable = 20;

    private readonly ContainerTable _containers = new();
    private readonly GroupList _groups;
    private MapHandles _maps;
    private MappedMemory _values;
    private Histogram _whole;
    private Grouping _grouping;
    private uint _seconds;
    private uint _interval;
    private bool _ascii;

    /// <summary>A sink without options.</summary>
    public RunqlatSink() => _groups = new GroupList(_containers);

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Title => "Measures how long tasks that could run wait for a processor."u8;

    /// <inheritdoc/>
    public override bool LayoutHolds => Layout.Holds;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> OptionsHelp => """
          --interval SECONDS  a histogram after each interval, not only at the end
          --per-process       a line for each process, the one that waited most first
          --per-container     a line for each container
          --ascii             draw without Unicode

        """u8;

    /// <inheritdoc/>
    public override uint TickMilliseconds => _seconds * 1000;

    /// <inheritdoc/>
    public override ulong KeptCapabilities => Capabilities.Bpf;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> EventsMap => default;

    /// <inheritdoc/>
    public override OptionKind Kind(ReadOnlySpan<byte> option) =>
        option.SequenceEqual("--interval"u8) ? OptionKind.Value
        : option.SequenceEqual("--per-process"u8) || option.SequenceEqual("--per-container"u8) || option.SequenceEqual("--ascii"u8)
            ? OptionKind.Switch : OptionKind.Unknown;

    /// <inheritdoc/>
    public override bool Take(ReadOnlySpan<byte> option, byte* value)
    {
        if (option.SequenceEqual("--interval"u8))
            return WholeNumber.TryReadPositive(value, MostSeconds, out _seconds);
        if (option.SequenceEqual("--ascii"u8))
            return _ascii = true;
        Grouping wanted = option.SequenceEqual("--per-process"u8) ? Grouping.Process : Grouping.Cgroup;
        bool free = _grouping == Grouping.None || _grouping == wanted;
        _grouping = wanted;
        return free;
    }

    /// <inheritdoc/>
    public override bool Prepare(scoped ref Session session)
    {
        // Each takes memory for every processor, which is for nothing where nothing is told apart.
        int groups = session.Object.FindMap(Maps.Groups.Name);
        if (_grouping == Grouping.None && groups >= 0)
            session.Object.Maps[groups].MaxEntries = 1;
        return Constants.Set(ref session, "GROUPING"u8, (uint)_grouping);
    }

    /// <inheritdoc/>
    public override bool Fill(scoped ref Session session)
    {
        _maps = new MapHandles(session.Object);
        if (_maps.All.Processors > 0)
            _values = MappedMemory.Allocate(_maps.All.EntryBytes);
        bool enough = !_values.IsEmpty && (_grouping == Grouping.None || _groups.Open(_maps));
        if (!enough)
            session.Failure.Set(ExitCode.System, Errno.NoMemory).Text("no memory for what the processors count, or no list of them in /sys"u8);
        return enough;
    }

    /// <inheritdoc/>
    public override void Begin()
    {
        if (_seconds == 0 && Styled && !Json)
            Log.Text("runqlat: counting; the histogram comes at the end (Ctrl-C)\n"u8).Flush();
    }

    /// <inheritdoc/>
    public override void Tick() => EndInterval(isLast: false);

    /// <inheritdoc/>
    public override void Finish()
    {
        EndInterval(isLast: true);
        ulong untimed = Untimed();
        if (Json)
        {
            JsonWriter json = ProcessMembers.Begin(Output, "summary"u8);
            HistogramReport.Members(ref json, _whole);
            json.Number("untimed"u8, untimed);
            ProcessMembers.End(ref json);
            return;
        }
        if (_seconds != 0)
            HistogramReport.Sentence(Output.Text("\nall intervals: "u8), _whole, _ascii);
        if (untimed != 0)
            Log.Text("runqlat: "u8).Decimal(untimed).Text(" times are not known: more tasks waited at once than there is room for\n"u8).Flush();
    }

    private void EndInterval(bool isLast)
    {
        uint over = _interval++;
        // From here on programs count elsewhere.
        _maps.Interval.Set(0, _interval);
        Histogram times = default;
        if (_maps.All.TryGet(over & 1, _values.Bytes, out PerCpuValues<Histogram> values))
        {
            WaitingTimes.Add(ref times, values);
            values.Bytes.Clear();
            _maps.All.Set(over & 1, values);
        }
        if (_grouping != Grouping.None)
            _groups.Read(_interval);
        Report(times, isLast);
        WaitingTimes.Add(ref _whole, times);
    }

    /// <summary>Prints what an interval had.</summary>
    /// <param name="times">Of all tasks; the groups are in their list.</param>
    /// <param name="isLast">Whether it was cut short.</param>
    internal void Report(in Histogram times, bool isLast)
    {
        if (Json)
        {
            JsonWriter json = ProcessMembers.Begin(Output, "histogram"u8);
            HistogramReport.Members(ref json, times);
            HistogramChart.Buckets(ref json, WaitingTimes.Slots(times));
            ProcessMembers.End(ref json);
        }
        else
        {
            if (_seconds != 0 && isLast)
                Output.Text("\nsince then: "u8);
            else if (_seconds != 0)
                Output.Text("\nafter "u8).Decimal((ulong)_interval * _seconds).Text(" s: "u8);
            HistogramReport.Sentence(Output, times, _ascii);
            if (_grouping == Grouping.None)
                HistogramChart.Draw(Output, WaitingTimes.Slots(times), "TIMES"u8, _ascii, Styled);
        }
        if (_groups.Count == 0)
            return;
        var rows = new GroupTable(Output, _containers, _ascii);
        if (!Json)
            rows.Header(_groups[0]->Key.Grouping, Styled);
        for (int i = 0; i < _groups.Count && (Json || i < RowsOfTable); i++)
        {
            if (Json)
                rows.Json(_groups[i]);
            else
                rows.Row(_groups[i]);
        }
        if (!Json && _groups.Count > RowsOfTable)
            Output.Text("and "u8).Decimal((ulong)(_groups.Count - RowsOfTable)).Text(" more, which waited less\n"u8);
    }

    private ulong Untimed()
    {
        ulong sum = 0;
        if (_maps.Untimed.TryGet(0, _values.Bytes, out PerCpuValues<ulong> values))
        {
            for (int i = 0; i < values.Count; i++)
                sum += values[i];
        }
        return sum;
    }
}
