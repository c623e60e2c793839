using System;
using Corewright.Loader.Containers;
using Corewright.Loader.Output;
using Corewright.Loader.Processes;

namespace Corewright.Loader.Dnslat;

/// <summary>Look-ups and sums as rows for people.</summary>
internal static unsafe class LookupTable
{
    private const int TimeWidth = 12;
    private const int CountWidth = 9;
    private const int ResultWidth = 16;

    /// <summary>Writes the header of look-ups.</summary>
    public static void Header(Utf8Writer output, bool styled)
    {
        ProcessColumns.Header(TableText.Begin(output, styled));
        TableText.Right(output, "MS"u8, TimeWidth);
        PlainText.Write(output, "  RESULT"u8, ResultWidth + 2);
        TableText.End(output.Text("NAME"u8), styled);
    }

    /// <summary>Writes a look-up.</summary>
    public static void Row(Utf8Writer output, ContainerTable containers, LookupEvent* lookup)
    {
        ProcessColumns.Row(output, containers, &lookup->Process);
        TableText.Milliseconds(output, lookup->Latency, TimeWidth);
        output.Text("  "u8);
        ReadOnlySpan<byte> error = LookupError.Name(lookup->Result);
        if (lookup->Result == 0 || error.Length != 0)
            PlainText.Write(output, error.Length != 0 ? error : "ok"u8, ResultWidth);
        else if (lookup->Result < 0)
            output.Byte((byte)'-').DecimalLeft((ulong)-(long)lookup->Result, ResultWidth - 1);
        else
            output.DecimalLeft((ulong)lookup->Result, ResultWidth);
        if (lookup->NameState == NameState.Read)
            PlainText.Write(output, ZeroTerminatedText.Read(lookup->Name, LookupEvent.NameLength));
        else
            output.Text(lookup->NameState == NameState.Absent ? "-"u8 : "?"u8);
        output.Byte((byte)'\n');
    }

    /// <summary>Writes the header of sums.</summary>
    public static void SumsHeader(Utf8Writer output, bool styled)
    {
        ProcessColumns.Header(TableText.Begin(output, styled));
        TableText.Right(output, "LOOKUPS"u8, CountWidth);
        TableText.Right(output, "FAILED"u8, CountWidth);
        TableText.Right(output, "MEAN_MS"u8, TimeWidth);
        TableText.Right(output, "LONGEST_MS"u8, TimeWidth);
        TableText.End(output, styled);
    }

    /// <summary>Writes a process's sums.</summary>
    public static void Row(Utf8Writer output, ContainerTable containers, ref ProcessSums<LookupSums>.Entry entry)
    {
        fixed (ProcessHeader* process = &entry.Process)
            ProcessColumns.Row(output, containers, process);
        output.Decimal(entry.Events, CountWidth).Decimal(entry.Sums.Failed, CountWidth);
        TableText.Milliseconds(output, entry.Sums.TotalNs / entry.Events, TimeWidth);
        TableText.Milliseconds(output, entry.Sums.LongestNs, TimeWidth);
        output.Byte((byte)'\n');
    }
}
