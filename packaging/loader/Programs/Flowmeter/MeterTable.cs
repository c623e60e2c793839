using System;
using Corewright.Loader.Containers;
using Corewright.Loader.Networks;
using Corewright.Loader.Output;

namespace Corewright.Loader.Flowmeter;

/// <summary>Prints counts as tables for people.</summary>
internal sealed unsafe class MeterTable
{
    private const int DirectionWidth = 4;
    private const int InterfaceWidth = 11;
    private const int ProtocolWidth = 8;
    private const int EndWidth = 28;
    private const int ContainerWidth = 13;
    private const int CountWidth = 14;

    private readonly FlowCounts _counts;
    private readonly InterfaceNames _interfaces;
    private readonly ContainerTable _containers;
    private readonly Utf8Writer _output;
    private readonly bool _styled;

    /// <summary>Sets it up.</summary>
    public MeterTable(FlowCounts counts, InterfaceNames interfaces, ContainerTable containers, Utf8Writer output, bool styled)
    {
        _counts = counts;
        _interfaces = interfaces;
        _containers = containers;
        _output = output;
        _styled = styled;
    }

    /// <summary>Prints what was read last.</summary>
    /// <param name="atEnd">Whether it is the summary: with what was counted of all packets.</param>
    /// <param name="most">How many cgroups.</param>
    public void Print(bool atEnd, int most)
    {
        Header(atEnd ? "ALL FLOWS"u8 : default);
        for (int i = 0; i < _counts.Top.Count; i++)
            Row(_counts.Top[i]);
        _output.Byte((byte)'\n');
        Groups(most);
        if (atEnd)
            Totals();
        _output.Byte((byte)'\n');
    }

    private void Header(ReadOnlySpan<byte> title)
    {
        if (title.Length != 0)
            _output.Text(title).Byte((byte)'\n');
        TableText.Begin(_output, _styled);
        PlainText.Write(_output, "DIR"u8, DirectionWidth);
        PlainText.Write(_output, "INTERFACE"u8, InterfaceWidth);
        PlainText.Write(_output, "PROTO"u8, ProtocolWidth);
        PlainText.Write(_output, "SOURCE"u8, EndWidth);
        PlainText.Write(_output, "DESTINATION"u8, EndWidth);
        PlainText.Write(_output, "CONTAINER"u8, ContainerWidth);
        _output.Text("       PACKETS         BYTES"u8);
        TableText.End(_output, _styled);
    }

    private void Row(in CountedFlow counted)
    {
        PlainText.Write(_output, counted.Flow.Direction == Direction.Ingress ? "in"u8 : "out"u8, DirectionWidth);
        PlainText.Write(_output, _interfaces.Of(counted.Flow.Interface), InterfaceWidth);
        Span<byte> text = stackalloc byte[AddressText.MaxBytesWithPort];
        PlainText.Write(_output, ProtocolText.Of(counted.Flow.Protocol, text), ProtocolWidth);
        PlainText.Write(_output, FlowText.End(counted.Flow, source: true, text), EndWidth);
        PlainText.Write(_output, FlowText.End(counted.Flow, source: false, text), EndWidth);
        Container(counted.Flow.CgroupId);
        Counts(counted.Part);
        _output.Byte((byte)'\n');
    }

    private void Groups(int most)
    {
        TableText.Begin(_output, _styled);
        PlainText.Write(_output, "CONTAINER"u8, ContainerWidth);
        PlainText.Write(_output, "CGROUP"u8, InterfaceWidth);
        _output.Text("    IN_PACKETS      IN_BYTES   OUT_PACKETS     OUT_BYTES"u8);
        TableText.End(_output, _styled);
        for (int i = 0; i < _counts.Groups.Count && i < most; i++)
        {
            ref GroupSum sum = ref _counts.Groups[i];
            Container(sum.CgroupId);
            if (sum.CgroupId == 0)
                PlainText.Write(_output, "not known"u8, InterfaceWidth);
            else
                _output.DecimalLeft((nuint)sum.CgroupId, InterfaceWidth);
            Counts(sum.Ingress);
            Counts(sum.Egress);
            _output.Byte((byte)'\n');
        }
    }

    private void Totals()
    {
        _output.Byte((byte)'\n');
        for (Total total = Total.Ingress; total <= Total.Malformed; total++)
        {
            PlainText.Write(_output, FlowText.Of(total), ContainerWidth);
            Counts(_counts.All(total));
            _output.Byte((byte)'\n');
        }
    }

    // Of what is not known, it is said so.
    private void Container(ulong cgroup)
    {
        if (cgroup == 0)
            PlainText.Write(_output, "?"u8, ContainerWidth);
        else
            _containers.WriteColumn(_output, cgroup, ContainerWidth);
    }

    private void Counts(Traffic traffic) => _output.Decimal(traffic.Packets, CountWidth).Decimal(traffic.Bytes, CountWidth);
}
