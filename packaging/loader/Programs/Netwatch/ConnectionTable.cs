using System;
using Corewright.Loader.Containers;
using Corewright.Loader.Networks;
using Corewright.Loader.Output;

namespace Corewright.Loader.Netwatch;

/// <summary>Connections and sums as rows for people. Numbers are at the right of their columns.</summary>
internal static unsafe class ConnectionTable
{
    private const int KindWidth = 6;
    private const int IdWidth = 9;
    private const int CommandWidth = 17;
    private const int ContainerWidth = 14;
    private const int AddressWidth = 24;
    private const int BytesWidth = 12;
    private const int TimeWidth = 11;
    private const int CountWidth = 12;

    /// <summary>Writes the header of connections.</summary>
    public static void Header(Utf8Writer output, bool styled)
    {
        Bold(output, styled);
        PlainText.Write(output, "EVENT"u8, KindWidth);
        Who(output);
        PlainText.Write(output, "LOCAL"u8, AddressWidth);
        PlainText.Write(output, "   REMOTE"u8, AddressWidth + 3);
        Right(output, "SENT"u8, BytesWidth);
        Right(output, "RECEIVED"u8, BytesWidth);
        Right(output, "MS"u8, TimeWidth);
        output.Text("  ERROR"u8);
        Plain(output, styled);
    }

    /// <summary>Writes a connection.</summary>
    public static void Row(Utf8Writer output, ContainerTable containers, ConnectionEvent* connection)
    {
        bool isClosed = connection->Kind == EventKind.Close;
        PlainText.Write(output, isClosed ? "close"u8 : "open"u8, KindWidth);
        Who(output, containers, connection->Process);
        Address(output, ConnectionView.Local(connection), connection->LocalPort);
        output.Text(connection->Direction == Direction.Outgoing ? "-> "u8 : "<- "u8);
        Address(output, ConnectionView.Remote(connection), connection->RemotePort);
        if (!isClosed)
        {
            Right(output, "-"u8, BytesWidth);
            Right(output, "-"u8, BytesWidth);
            Right(output, "-"u8, TimeWidth);
            output.Text("  -\n"u8);
            return;
        }
        output.Decimal(connection->Sent, BytesWidth).Decimal(connection->Received, BytesWidth);
        Milliseconds(output, ConnectionView.Microseconds(connection->Lifetime));
        ReadOnlySpan<byte> error = SocketError.Name(connection->Error);
        output.Text("  "u8);
        if (error.Length != 0 || connection->Error == 0)
            output.Text(error.Length != 0 ? error : "-"u8);
        else
            output.Text("errno "u8).Decimal(connection->Error);
        output.Byte((byte)'\n');
    }

    /// <summary>Writes the header of sums.</summary>
    public static void TotalsHeader(Utf8Writer output, bool styled)
    {
        Bold(output, styled);
        Who(output);
        Right(output, "CONNECTIONS"u8, CountWidth);
        Right(output, "FAILED"u8, CountWidth);
        Right(output, "SENT"u8, BytesWidth);
        Right(output, "RECEIVED"u8, BytesWidth);
        Plain(output, styled);
    }

    /// <summary>Writes a process's sums.</summary>
    public static void Row(Utf8Writer output, ContainerTable containers, in ProcessTotals totals)
    {
        Who(output, containers, totals.Process);
        output.Decimal(totals.Connections, CountWidth).Decimal(totals.Failed, CountWidth)
            .Decimal(totals.Sent, BytesWidth).Decimal(totals.Received, BytesWidth).Byte((byte)'\n');
    }

    private static void Who(Utf8Writer output)
    {
        PlainText.Write(output, "PID"u8, IdWidth);
        PlainText.Write(output, "COMM"u8, CommandWidth);
        PlainText.Write(output, "CONTAINER"u8, ContainerWidth);
    }

    private static void Who(Utf8Writer output, ContainerTable containers, in ProcessHeader process)
    {
        if (process.Tgid == 0)
        {
            PlainText.Write(output, "-"u8, IdWidth);
            PlainText.Write(output, "-"u8, CommandWidth);
            PlainText.Write(output, "-"u8, ContainerWidth);
            return;
        }
        output.DecimalLeft(process.Tgid, IdWidth);
        PlainText.Write(output, ConnectionView.Command(process), CommandWidth);
        containers.WriteColumn(output, process.CgroupId, ContainerWidth);
    }

    private static void Address(Utf8Writer output, ReadOnlySpan<byte> address, ushort port)
    {
        Span<byte> text = stackalloc byte[AddressText.MaxBytes];
        int length = AddressText.Write(address, text);
        bool isVersion6 = address.Length > AddressReader.Ipv4Bytes;
        output.Text(isVersion6 ? "["u8 : default).Text(text[..length]).Text(isVersion6 ? "]:"u8 : ":"u8);
        length += isVersion6 ? 4 : 2;
        for (int rest = port; rest >= 10; rest /= 10)
            length++;
        output.Decimal(port).Repeat((byte)' ', Math.Max(AddressWidth - length, 1));
    }

    private static void Milliseconds(Utf8Writer output, ulong microseconds)
    {
        uint rest = (uint)(microseconds % 1000);
        output.Decimal(microseconds / 1000, TimeWidth - 4).Byte((byte)'.')
            .Byte((byte)('0' + (rest / 100))).Byte((byte)('0' + (rest / 10 % 10))).Byte((byte)('0' + (rest % 10)));
    }

    private static void Right(Utf8Writer output, ReadOnlySpan<byte> text, int width) =>
        output.Repeat((byte)' ', width - text.Length).Text(text);

    private static void Bold(Utf8Writer output, bool styled) => output.Text(styled ? "\u001b[1m"u8 : default);

    private static void Plain(Utf8Writer output, bool styled) => output.Text(styled ? "\u001b[0m\n"u8 : "\n"u8);
}
