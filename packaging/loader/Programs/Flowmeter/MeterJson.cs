using System;
using Corewright.Loader.Containers;
using Corewright.Loader.Networks;
using Corewright.Loader.Output;
using Corewright.Loader.Processes;

namespace Corewright.Loader.Flowmeter;

/// <summary>Prints counts as JSON.</summary>
internal sealed class MeterJson
{
    private readonly FlowCounts _counts;
    private readonly InterfaceNames _interfaces;
    private readonly ContainerTable _containers;
    private readonly Utf8Writer _output;

    /// <summary>Sets it up.</summary>
    public MeterJson(FlowCounts counts, InterfaceNames interfaces, ContainerTable containers, Utf8Writer output)
    {
        _counts = counts;
        _interfaces = interfaces;
        _containers = containers;
        _output = output;
    }

    /// <summary>Prints what was read last.</summary>
    /// <param name="atEnd">Whether it is the summary.</param>
    /// <param name="most">How many cgroups.</param>
    public void Print(bool atEnd, int most)
    {
        for (int i = 0; i < _counts.Top.Count; i++)
            Flow(atEnd ? "flow_total"u8 : "flow"u8, _counts.Top[i]);
        for (int i = 0; i < _counts.Groups.Count && i < most; i++)
            Group(atEnd ? "cgroup_total"u8 : "cgroup"u8, _counts.Groups[i]);
        if (!atEnd)
            return;
        JsonWriter json = ProcessMembers.Begin(_output, "summary"u8);
        json.Number("flows"u8, _counts.Known);
        for (Total total = Total.Ingress; total <= Total.Malformed; total++)
            Traffic(ref json, FlowText.Of(total), _counts.All(total));
        ProcessMembers.End(ref json);
    }

    private void Flow(ReadOnlySpan<byte> name, in CountedFlow counted)
    {
        Span<byte> text = stackalloc byte[AddressText.MaxBytes];
        JsonWriter json = ProcessMembers.Begin(_output, name);
        json.String("direction"u8, counted.Flow.Direction == Direction.Ingress ? "ingress"u8 : "egress"u8);
        json.Number("ifindex"u8, counted.Flow.Interface);
        json.String("interface"u8, _interfaces.Of(counted.Flow.Interface));
        json.Number("version"u8, counted.Flow.Version);
        json.String("protocol"u8, ProtocolText.Of(counted.Flow.Protocol, text));
        json.String("source"u8, FlowText.Address(counted.Flow, source: true, text));
        json.Number("source_port"u8, counted.Flow.SourcePort);
        json.String("destination"u8, FlowText.Address(counted.Flow, source: false, text));
        json.Number("destination_port"u8, counted.Flow.DestinationPort);
        json.Number("packets"u8, counted.Part.Packets);
        json.Number("bytes"u8, counted.Part.Bytes);
        json.Number("total_packets"u8, counted.Total.Packets);
        json.Number("total_bytes"u8, counted.Total.Bytes);
        Owner(ref json, counted.Flow.CgroupId);
        ProcessMembers.End(ref json);
    }

    private void Group(ReadOnlySpan<byte> name, in GroupSum sum)
    {
        JsonWriter json = ProcessMembers.Begin(_output, name);
        Owner(ref json, sum.CgroupId);
        Traffic(ref json, "ingress"u8, sum.Ingress);
        Traffic(ref json, "egress"u8, sum.Egress);
        ProcessMembers.End(ref json);
    }

    private void Owner(ref JsonWriter json, ulong cgroup)
    {
        if (cgroup == 0)
        {
            json.Null("cgroup_id"u8);
            return;
        }
        _containers.WriteMember(ref json, cgroup);
        json.Number("cgroup_id"u8, (nuint)cgroup);
    }

    private static void Traffic(ref JsonWriter json, ReadOnlySpan<byte> name, Traffic traffic)
    {
        json.BeginObject(name);
        json.Number("packets"u8, traffic.Packets);
        json.Number("bytes"u8, traffic.Bytes);
        json.EndObject();
    }
}
