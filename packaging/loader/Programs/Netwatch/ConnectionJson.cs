using System;
using Corewright.Loader.Containers;
using Corewright.Loader.Networks;
using Corewright.Loader.Output;
using Corewright.Loader.Processes;

namespace Corewright.Loader.Netwatch;

/// <summary>Connections and sums as lines of JSON.</summary>
internal static unsafe class ConnectionJson
{
    /// <summary>Writes a connection.</summary>
    public static void Write(Utf8Writer output, ContainerTable containers, ConnectionEvent* connection)
    {
        bool isClosed = connection->Kind == EventKind.Close;
        JsonWriter json = ProcessMembers.Begin(output, isClosed ? "close"u8 : "open"u8);
        ProcessMembers.Thread(ref json, ConnectionView.Process(connection));
        json.String("direction"u8, connection->Direction == Direction.Outgoing ? "outgoing"u8 : "incoming"u8);
        Address(ref json, "local_address"u8, ConnectionView.Local(connection));
        json.Number("local_port"u8, connection->LocalPort);
        Address(ref json, "remote_address"u8, ConnectionView.Remote(connection));
        json.Number("remote_port"u8, connection->RemotePort);
        if (isClosed)
            Ending(ref json, connection);
        json.Number("handshake_ns"u8, connection->Handshake);
        ProcessMembers.Place(ref json, containers, ConnectionView.Process(connection));
        ProcessMembers.End(ref json);
    }

    /// <summary>Writes a process's sums.</summary>
    public static void Write(Utf8Writer output, ContainerTable containers, ref ProcessSums<ConnectionSums>.Entry entry)
    {
        JsonWriter json = ProcessMembers.Begin(output, "summary"u8);
        fixed (ProcessHeader* process = &entry.Process)
        {
            ProcessMembers.Process(ref json, process);
            json.Number("connections"u8, entry.Events - entry.Sums.Failed);
            json.Number("failed"u8, entry.Sums.Failed);
            json.Number("sent_bytes"u8, entry.Sums.Sent);
            json.Number("received_bytes"u8, entry.Sums.Received);
            ProcessMembers.Place(ref json, containers, process);
        }
        ProcessMembers.End(ref json);
    }

    private static void Ending(ref JsonWriter json, ConnectionEvent* connection)
    {
        json.Member("established"u8);
        json.Boolean(connection->Established != 0);
        json.Number("sent_bytes"u8, connection->Sent);
        json.Number("received_bytes"u8, connection->Received);
        json.Number("duration_ns"u8, connection->Lifetime);
        json.Number("errno"u8, connection->Error);
        ReadOnlySpan<byte> error = SocketError.Name(connection->Error);
        if (error.Length != 0)
            json.String("error"u8, error);
    }

    private static void Address(ref JsonWriter json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> address)
    {
        Span<byte> text = stackalloc byte[AddressText.MaxBytes];
        json.String(name, text[..AddressText.Write(address, text)]);
    }
}
