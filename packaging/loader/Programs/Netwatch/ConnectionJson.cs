using System;
using Corewright.Loader.Containers;
using Corewright.Loader.Networks;
using Corewright.Loader.Output;

namespace Corewright.Loader.Netwatch;

/// <summary>Connections and sums as lines of JSON.</summary>
internal static unsafe class ConnectionJson
{
    /// <summary>Writes a connection.</summary>
    public static void Write(Utf8Writer output, ContainerTable containers, ConnectionEvent* connection)
    {
        bool isClosed = connection->Kind == EventKind.Close;
        JsonWriter json = Begin(output, isClosed ? "close"u8 : "open"u8);
        json.Number("pid"u8, connection->Process.Pid);
        Process(ref json, connection->Process);
        json.String("direction"u8, connection->Direction == Direction.Outgoing ? "outgoing"u8 : "incoming"u8);
        Address(ref json, "local_address"u8, ConnectionView.Local(connection));
        json.Number("local_port"u8, connection->LocalPort);
        Address(ref json, "remote_address"u8, ConnectionView.Remote(connection));
        json.Number("remote_port"u8, connection->RemotePort);
        if (isClosed)
            Ending(ref json, connection);
        json.Number("handshake_us"u8, ConnectionView.Microseconds(connection->Handshake));
        End(ref json, containers, connection->Process);
    }

    /// <summary>Writes a process's sums.</summary>
    public static void Write(Utf8Writer output, ContainerTable containers, in ProcessTotals totals)
    {
        JsonWriter json = Begin(output, "summary"u8);
        Process(ref json, totals.Process);
        json.Number("connections"u8, totals.Connections);
        json.Number("failed"u8, totals.Failed);
        json.Number("sent_bytes"u8, totals.Sent);
        json.Number("received_bytes"u8, totals.Received);
        End(ref json, containers, totals.Process);
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
        json.String("comm"u8, ConnectionView.Command(process));
    }

    private static void Ending(ref JsonWriter json, ConnectionEvent* connection)
    {
        json.Member("established"u8);
        json.Boolean(connection->Established != 0);
        json.Number("sent_bytes"u8, connection->Sent);
        json.Number("received_bytes"u8, connection->Received);
        json.Number("duration_us"u8, ConnectionView.Microseconds(connection->Lifetime));
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
