using System;
using Corewright.Loader.Containers;
using Corewright.Loader.Output;
using Corewright.Loader.Processes;

namespace Corewright.Loader.Dnslat;

/// <summary>Look-ups and sums as lines of JSON.</summary>
internal static unsafe class LookupJson
{
    /// <summary>Writes a look-up.</summary>
    public static void Write(Utf8Writer output, ContainerTable containers, LookupEvent* lookup)
    {
        var process = &lookup->Process;
        JsonWriter json = ProcessMembers.Begin(output, "lookup"u8);
        ProcessMembers.Thread(ref json, process);
        if (lookup->NameState == NameState.Read)
            json.String("name"u8, ZeroTerminatedText.Read(lookup->Name, LookupEvent.NameLength));
        else
            json.Null("name"u8);
        json.Number("latency_ns"u8, lookup->Latency);
        json.Member("result"u8);
        json.SignedNumber(lookup->Result);
        ReadOnlySpan<byte> error = LookupError.Name(lookup->Result);
        if (error.Length != 0)
            json.String("error"u8, error);
        ProcessMembers.Place(ref json, containers, process);
        ProcessMembers.End(ref json);
    }

    /// <summary>Writes a process's sums.</summary>
    public static void Write(Utf8Writer output, ContainerTable containers, ref ProcessSums<LookupSums>.Entry entry)
    {
        JsonWriter json = ProcessMembers.Begin(output, "summary"u8);
        fixed (ProcessHeader* process = &entry.Process)
        {
            ProcessMembers.Process(ref json, process);
            json.Number("lookups"u8, entry.Events);
            json.Number("failed"u8, entry.Sums.Failed);
            json.Number("total_ns"u8, entry.Sums.TotalNs);
            json.Number("longest_ns"u8, entry.Sums.LongestNs);
            ProcessMembers.Place(ref json, containers, process);
        }
        ProcessMembers.End(ref json);
    }

    /// <summary>Writes how many look-ups took how long.</summary>
    public static void Write(Utf8Writer output, ReadOnlySpan<ulong> histogram)
    {
        JsonWriter json = ProcessMembers.Begin(output, "histogram"u8);
        HistogramChart.Buckets(ref json, histogram);
        ProcessMembers.End(ref json);
    }
}
