using System;
using Corewright.Loader.Containers;
using Corewright.Loader.Networks;
using Corewright.Loader.Output;
using Corewright.Loader.Processes;

namespace Corewright.Loader.Netwatch;

/// <summary>Connections and sums as rows for people.</summary>
internal static unsafe class ConnectionTable
{
    private const int KindWidth = 6;
    private const int AddressWidth = 24;
    private const int BytesWidth = 15;
    private const int TimeWidth = 11;
    private const int CountWidth = 12;

    /// <summary>Writes the header of connections.</summary>
    public static void Header(Utf8Writer output, bool styled)
    {
        TableText.Begin(output, styled);
        PlainText.Write(output, "EVENT"u8, KindWidth);
        ProcessColumns.Header(output);
        PlainText.Write(output, "LOCAL"u8, AddressWidth);
        PlainText.Write(output, "   REMOTE"u8, AddressWidth + 3);
        Bytes(output);
        TableText.Right(output, "MS"u8, TimeWidth);
        TableText.End(output.Text("  ERROR"u8), styled);
    }

    /// <summary>Writes a connection.</summary>
    public static void Row(Utf8Writer output, ContainerTable containers, ConnectionEvent* connection)
    {
        bool isClosed = connection->Kind == EventKind.Close;
        PlainText.Write(output, isClosed ? "close"u8 : "open"u8, KindWidth);
        ProcessColumns.Row(output, containers, ConnectionView.Process(connection));
        Address(output, ConnectionView.Local(connection), connection->LocalPort);
        output.Text(connection->Direction == Direction.Outgoing ? "-> "u8 : "<- "u8);
        Address(output, ConnectionView.Remote(connection), connection->RemotePort);
        if (!isClosed)
        {
            TableText.Right(output, "-"u8, BytesWidth);
            TableText.Right(output, "-"u8, BytesWidth);
            TableText.Right(output, "-"u8, TimeWidth);
            output.Text("  -\n"u8);
            return;
        }
        output.Decimal(connection->Sent, BytesWidth).Decimal(connection->Received, BytesWidth);
        TableText.Milliseconds(output, connection->Lifetime, TimeWidth);
        ReadOnlySpan<byte> error = SocketError.Name(connection->Error);
        output.Text("  "u8);
        if (error.Length != 0 || connection->Error == 0)
            output.Text(error.Length != 0 ? error : "-"u8);
        else
            output.Text("errno "u8).Decimal(connection->Error);
        output.Byte((byte)'\n');
    }

    /// <summary>Writes the header of sums.</summary>
    public static void SumsHeader(Utf8Writer output, bool styled)
    {
        ProcessColumns.Header(TableText.Begin(output, styled));
        TableText.Right(output, "CONNECTIONS"u8, CountWidth);
        TableText.Right(output, "FAILED"u8, CountWidth);
        Bytes(output);
        TableText.End(output, styled);
    }

    /// <summary>Writes a process's sums.</summary>
    public static void Row(Utf8Writer output, ContainerTable containers, ref ProcessSums<ConnectionSums>.Entry entry)
    {
        fixed (ProcessHeader* process = &entry.Process)
            ProcessColumns.Row(output, containers, process);
        output.Decimal(entry.Events - entry.Sums.Failed, CountWidth).Decimal(entry.Sums.Failed, CountWidth)
            .Decimal(entry.Sums.Sent, BytesWidth).Decimal(entry.Sums.Received, BytesWidth).Byte((byte)'\n');
    }

    private static void Bytes(Utf8Writer output)
    {
        TableText.Right(output, "SENT_BYTES"u8, BytesWidth);
        TableText.Right(output, "RECEIVED_BYTES"u8, BytesWidth);
    }

    private static void Address(Utf8Writer output, ReadOnlySpan<byte> address, ushort port)
    {
        Span<byte> text = stackalloc byte[AddressText.MaxBytesWithPort];
        PlainText.Write(output, AddressText.WriteWithPort(address, port, text), AddressWidth);
    }
}
