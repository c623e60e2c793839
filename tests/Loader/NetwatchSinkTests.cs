using System;
using System.Linq;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Corewright.Loader;
using Corewright.Loader.Netwatch;
using Corewright.Loader.Programs;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader;

public unsafe class NetwatchSinkTests
{
    [Fact]
    public void A_connection_that_ended_is_a_line_of_json()
    {
        using var text = new MemoryText();
        Sink(text, json: true).Take(Bytes(Connection()));
        text.Text.ShouldBe(
            "{\"event\":\"close\",\"pid\":12,\"tgid\":11,\"ppid\":10,\"uid\":1000,\"gid\":0,\"comm\":\"curl\",\"direction\":\"outgoing\","
            + "\"local_address\":\"192.0.2.1\",\"local_port\":40000,\"remote_address\":\"198.51.100.7\",\"remote_port\":443,"
            + "\"established\":true,\"sent_bytes\":1234,\"received_bytes\":5678901,\"duration_ns\":1500250999,\"errno\":0,"
            + "\"handshake_ns\":2500000,\"cgroup_id\":4294967297,\"pid_namespace\":4026531836,\"start_time_ns\":123456789012}\n");
    }

    [Fact]
    public void One_that_was_opened_has_no_sums_yet()
    {
        using var text = new MemoryText();
        ConnectionEvent connection = Connection();
        connection.Kind = EventKind.Open;
        connection.Direction = Direction.Incoming;
        var sink = Sink(text, json: true);
        sink.Take(Bytes(connection));
        sink.Finish();
        JsonElement line = JsonDocument.Parse(text.Text).RootElement;
        line.GetProperty("event").GetString().ShouldBe("open");
        line.GetProperty("direction").GetString().ShouldBe("incoming");
        line.TryGetProperty("sent_bytes", out _).ShouldBeFalse();
        line.TryGetProperty("duration_ns", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData(111, "ECONNREFUSED")]
    [InlineData(104, "ECONNRESET")]
    [InlineData(4095, null)]
    public void Errors_have_their_numbers_and_most_have_names(uint error, string? name)
    {
        using var text = new MemoryText();
        ConnectionEvent connection = Connection();
        connection.Established = 0;
        connection.Error = error;
        Sink(text, json: true).Take(Bytes(connection));
        JsonElement line = JsonDocument.Parse(text.Text).RootElement;
        line.GetProperty("errno").GetUInt32().ShouldBe(error);
        line.GetProperty("established").GetBoolean().ShouldBeFalse();
        (line.TryGetProperty("error", out JsonElement written) ? written.GetString() : null).ShouldBe(name);
    }

    [Fact]
    public void The_table_has_aligned_columns_and_sums_with_the_most_bytes_first()
    {
        using var text = new MemoryText();
        var sink = Sink(text, json: false);
        sink.Begin();
        ConnectionEvent connection = Connection();
        sink.Take(Bytes(connection));
        connection.Kind = EventKind.Open;
        sink.Take(Bytes(connection));
        connection = Over6(Connection());
        sink.Take(Bytes(connection));
        connection.Process.StartTime++;
        connection.Error = 4095;
        connection.Sent = 9_000_000;
        connection.Lifetime = 0;
        sink.Take(Bytes(connection));
        ConnectionEvent nobody = Connection();
        nobody.Process = default;
        nobody.Error = 111;
        nobody.Established = 0;
        nobody.Sent = nobody.Received = 0;
        sink.Take(Bytes(nobody));
        sink.Finish();
        text.Text.ShouldBe("""
            EVENT PID      COMM             CONTAINER     LOCAL                      REMOTE                       SENT_BYTES RECEIVED_BYTES         MS  ERROR
            close 11       curl             -             192.0.2.1:40000         -> 198.51.100.7:443                   1234        5678901   1500.250  -
            open  11       curl             -             192.0.2.1:40000         -> 198.51.100.7:443                      -              -          -  -
            close 11       curl\x1b         -             [2001:db8::1]:40000     <- [2001:db8:1:2:3:4:5:6]:443            1234        5678901   1500.250  -
            close 11       curl\x1b         -             [2001:db8::1]:40000     <- [2001:db8:1:2:3:4:5:6]:443         9000000        5678901      0.000  errno 4095
            close -        -                -             192.0.2.1:40000         -> 198.51.100.7:443                      0              0   1500.250  ECONNREFUSED

            PID      COMM             CONTAINER      CONNECTIONS      FAILED     SENT_BYTES RECEIVED_BYTES
            11       curl\x1b         -                        1           0        9000000        5678901
            11       curl             -                        2           0           2468       11357802
            -        -                -                        0           1              0              0

            """);
    }

    [Fact]
    public void Only_sums_are_printed_if_that_is_asked_for()
    {
        using var text = new MemoryText();
        var sink = Sink(text, json: true, ("--summary", null));
        sink.Begin();
        sink.Take(Bytes(Connection()));
        sink.Take(Bytes(Connection()));
        text.Text.ShouldBeEmpty();
        sink.Finish();
        text.Text.ShouldBe(
            "{\"event\":\"summary\",\"tgid\":11,\"ppid\":10,\"uid\":1000,\"gid\":0,\"comm\":\"curl\",\"connections\":2,\"failed\":0,"
            + "\"sent_bytes\":2468,\"received_bytes\":11357802,\"cgroup_id\":4294967297,\"pid_namespace\":4026531836,"
            + "\"start_time_ns\":123456789012}\n");
    }

    [Fact]
    public void Processes_beyond_the_capacity_share_their_sums_and_nothing_is_lost()
    {
        using var text = new MemoryText(1 << 20);
        var sink = Sink(text, json: true, ("--summary", null));
        ConnectionEvent connection = Connection();
        for (uint pid = 1; pid <= 3000; pid++)
        {
            connection.Process.Tgid = pid;
            sink.Take(Bytes(connection));
        }
        sink.Finish();
        JsonElement[] lines = [.. text.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];
        lines.Length.ShouldBe(1024);
        lines[0].GetProperty("tgid").GetInt32().ShouldBe(0);
        lines[0].GetProperty("connections").GetInt32().ShouldBe(3000 - 1023);
        lines.Sum(l => l.GetProperty("sent_bytes").GetInt64()).ShouldBe(3000 * 1234);
    }

    [Fact]
    public void What_is_no_event_is_counted_and_not_printed()
    {
        using var text = new MemoryText();
        var sink = Sink(text, json: true);
        sink.Take(default);
        sink.Take(Bytes(Connection()).AsSpan(0, ConnectionEvent.SizeBytes - 8));
        ConnectionEvent unknown = Connection();
        unknown.Kind = (EventKind)77;
        sink.Take(Bytes(unknown));
        sink.Finish();
        text.Text.ShouldBeEmpty();
        sink.Unknown.ShouldBe(3ul);
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("65535", true)]
    [InlineData("0", false)]
    [InlineData("65536", false)]
    [InlineData("99999999999999999999", false)]
    [InlineData("", false)]
    [InlineData("80x", false)]
    [InlineData("-80", false)]
    public void A_port_is_a_number_from_1_to_65535(string port, bool taken)
    {
        byte[] value = Encoding.ASCII.GetBytes(port + "\0");
        fixed (byte* at = value)
            new NetwatchSink().Take("--port"u8, at).ShouldBe(taken);
    }

    [Fact]
    public void Its_options_are_known()
    {
        var sink = new NetwatchSink();
        sink.Kind("--port"u8).ShouldBe(OptionKind.Value);
        sink.Kind("--open"u8).ShouldBe(OptionKind.Switch);
        sink.Kind("--summary"u8).ShouldBe(OptionKind.Switch);
        sink.Kind("--ports"u8).ShouldBe(OptionKind.Unknown);
        sink.LayoutHolds.ShouldBeTrue();
    }

    private static ConnectionEvent Connection()
    {
        ConnectionEvent connection = default;
        connection.Kind = EventKind.Close;
        connection.Direction = Direction.Outgoing;
        connection.Process = Process("curl");
        connection.Family = 2;
        new byte[] { 192, 0, 2, 1 }.CopyTo(new Span<byte>(connection.LocalAddress, 16));
        new byte[] { 198, 51, 100, 7 }.CopyTo(new Span<byte>(connection.RemoteAddress, 16));
        connection.LocalPort = 40000;
        connection.RemotePort = 443;
        connection.Sent = 1234;
        connection.Received = 5_678_901;
        connection.Lifetime = 1_500_250_999;
        connection.Handshake = 2_500_000;
        connection.Established = 1;
        return connection;
    }

    private static ConnectionEvent Over6(ConnectionEvent connection)
    {
        connection.Direction = Direction.Incoming;
        connection.Process = Process("curl\u001b");
        connection.Family = 10;
        IPAddress.Parse("2001:db8::1").GetAddressBytes().CopyTo(new Span<byte>(connection.LocalAddress, 16));
        IPAddress.Parse("2001:db8:1:2:3:4:5:6").GetAddressBytes().CopyTo(new Span<byte>(connection.RemoteAddress, 16));
        return connection;
    }

    private static ProcessHeader Process(string comm)
    {
        ProcessHeader process = default;
        process.Pid = 12;
        process.Tgid = 11;
        process.Ppid = 10;
        process.Uid = 1000;
        process.CgroupId = 4294967297;
        process.PidNamespace = 4026531836;
        process.StartTime = 123456789012;
        Encoding.UTF8.GetBytes(comm).CopyTo(new Span<byte>(process.Comm, ProcessHeader.CommLength));
        return process;
    }

    private static byte[] Bytes(ConnectionEvent connection) =>
        MemoryMarshal.AsBytes(new ReadOnlySpan<ConnectionEvent>(in connection)).ToArray();

    private static NetwatchSink Sink(MemoryText text, bool json, params (string Option, string? Value)[] options)
    {
        var sink = new NetwatchSink();
        foreach ((string option, string? _) in options)
            sink.Take(Encoding.ASCII.GetBytes(option), null).ShouldBeTrue();
        sink.Open(text.Writer, text.Writer, json, styled: false);
        return sink;
    }
}
