using System;
using Corewright.Loader.Containers;
using Corewright.Loader.Output;

namespace Corewright.Loader.Dnslat;

/// <summary>Look-ups and sums as lines of JSON.</summary>
internal static unsafe class LookupJson
{
    /// <summary>Writes a look-up.</summary>
    public static void Write(Utf8Writer output, ContainerTable containers, LookupEvent* lookup, ulong microseconds)
    {
        JsonWriter json = Begin(output, "lookup"u8);
        json.Number("pid"u8, lookup->Process.Pid);
        Process(ref json, lookup->Process);
        if (lookup->NameState == NameState.Read)
            json.String("name"u8, LookupView.Name(lookup));
        else
            json.Null("name"u8);
        json.Number("latency_us"u8, microseconds);
        json.Member("result"u8);
        json.SignedNumber(lookup->Result);
        ReadOnlySpan<byte> error = LookupError.Name(lookup->Result);
        if (error.Length != 0)
            json.String("error"u8, error);
        End(ref json, containers, lookup->Process);
    }

    /// <summary>Writes a process's sums.</summary>
    public static void Write(Utf8Writer output, ContainerTable containers, in LookupTotals totals)
    {
        JsonWriter json = Begin(output, "summary"u8);
        Process(ref json, totals.Process);
        json.Number("lookups"u8, totals.Lookups);
        json.Number("failed"u8, totals.Failed);
        json.Number("total_us"u8, totals.Sum);
        json.Number("slowest_us"u8, totals.Slowest);
        End(ref json, containers, totals.Process);
    }

    /// <summary>Writes how many look-ups took how long.</summary>
    public static void Write(Utf8Writer output, LatencyHistogram histogram)
    {
        JsonWriter json = Begin(output, "histogram"u8);
        json.BeginArray("buckets"u8);
        for (int range = histogram.First; range < histogram.End; range++)
        {
            json.BeginObject();
            json.Number("from_us"u8, LatencyHistogram.From(range));
            json.Number("to_us"u8, LatencyHistogram.From(range + 1));
            json.Number("count"u8, histogram.Count(range));
            json.EndObject();
        }
        json.EndArray();
        json.EndObject();
        json.EndLine();
    }

    private static JsonWriter Begin(Utf8Writer output, ReadOnlySpan<byte> name)
    {
        var json = new JsonWriter(output);
        json.BeginObject();
        json.String("event"u8, name);
        return json;
    }

    private static void Process(ref JsonWriter json, in ProcessHeader process)
    {
        json.Number("tgid"u8, process.Tgid);
        json.Number("ppid"u8, process.Ppid);
        json.Number("uid"u8, process.Uid);
        json.String("comm"u8, LookupView.Command(process));
    }

    private static void End(ref JsonWriter json, ContainerTable containers, in ProcessHeader process)
    {
        containers.WriteMember(ref json, process.CgroupId);
        json.Number("cgroup_id"u8, process.CgroupId);
        json.Number("pid_namespace"u8, process.PidNamespace);
        json.Number("start_time"u8, process.StartTime);
        json.EndObject();
        json.EndLine();
    }
}
