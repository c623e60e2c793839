using System;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Corewright.Loader.Execwatch;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader;

public unsafe class ExecwatchSinkTests
{
    [Fact]
    public void An_exec_is_a_line_of_json()
    {
        using var text = new MemoryText();
        Sink(text, json: true).Take(Exec("sh", "/bin/sh"));
        text.Text.ShouldBe(
            "{\"event\":\"exec\",\"pid\":12,\"tgid\":11,\"ppid\":10,\"uid\":1000,\"comm\":\"sh\",\"filename\":\"/bin/sh\","
            + "\"cgroup_id\":4294967297,\"pid_namespace\":4026531836,\"start_time_ns\":123456789012}\n");
    }

    [Theory]
    [InlineData(42u << 8, 42, 0)]
    [InlineData(9u, 0, 9)]
    [InlineData(11u | 0x80, 0, 11)]
    [InlineData(255u << 8, 255, 0)]
    public void An_exit_is_decoded_as_wait_does(uint raw, int code, int signal)
    {
        using var text = new MemoryText();
        Sink(text, json: true).Take(Exit(raw));
        JsonElement line = JsonDocument.Parse(text.Text).RootElement;
        line.GetProperty("event").GetString().ShouldBe("exit");
        line.GetProperty("exit_code").GetInt32().ShouldBe(code);
        line.GetProperty("signal").GetInt32().ShouldBe(signal);
        line.TryGetProperty("filename", out _).ShouldBeFalse();
    }

    [Fact]
    public void The_table_has_aligned_columns()
    {
        using var text = new MemoryText();
        var sink = Sink(text, json: false);
        sink.Begin();
        sink.Take(Exec("sh", "/bin/sh\u001b"));
        sink.Take(Exit(42 << 8));
        sink.Take(Exit(11 | 0x80));
        text.Text.ShouldBe("""
            EVENT PID      PPID     UID      COMM             CONTAINER     FILE OR EXIT STATUS
            exec  11       10       1000     sh               -             /bin/sh\x1b
            exit  11       10       1000     sh               -             code 42
            exit  11       10       1000     sh               -             signal 11, core dumped

            """);
    }

    [Fact]
    public void A_full_name_needs_no_final_zero()
    {
        using var text = new MemoryText();
        Sink(text, json: true).Take(Exec("sixteen letters!", "/" + new string('x', 255)));
        JsonElement line = JsonDocument.Parse(text.Text).RootElement;
        line.GetProperty("comm").GetString().ShouldBe("sixteen letters!");
        line.GetProperty("filename").GetString()!.Length.ShouldBe(256);
    }

    [Fact]
    public void What_is_no_event_is_counted_and_not_printed()
    {
        using var text = new MemoryText();
        var sink = Sink(text, json: true);
        sink.Take(default);
        sink.Take(Exec("sh", "/bin/sh").AsSpan(0, ExecEvent.SizeBytes - 8));
        byte[] unknown = Exit(0);
        unknown[0] = 77;
        sink.Take(unknown);
        text.Text.ShouldBeEmpty();
        sink.Unknown.ShouldBe(3ul);
    }

    private static byte[] Exec(string comm, string filename)
    {
        ExecEvent exec = default;
        exec.Header = Header(EventKind.Exec, comm);
        Encoding.UTF8.GetBytes(filename).CopyTo(new Span<byte>(exec.Filename, ExecEvent.FilenameLength));
        return MemoryMarshal.AsBytes(new ReadOnlySpan<ExecEvent>(in exec)).ToArray();
    }

    private static byte[] Exit(uint raw)
    {
        ExitEvent exit = default;
        exit.Header = Header(EventKind.Exit, "sh");
        exit.ExitCode = raw;
        return MemoryMarshal.AsBytes(new ReadOnlySpan<ExitEvent>(in exit)).ToArray();
    }

    private static EventHeader Header(EventKind kind, string comm)
    {
        EventHeader header = default;
        header.Kind = kind;
        header.Pid = 12;
        header.Tgid = 11;
        header.Ppid = 10;
        header.Uid = 1000;
        header.CgroupId = 4294967297;
        header.PidNamespace = 4026531836;
        header.StartTime = 123456789012;
        Encoding.UTF8.GetBytes(comm).CopyTo(new Span<byte>(header.Comm, EventHeader.CommLength));
        return header;
    }

    private static ExecwatchSink Sink(MemoryText text, bool json)
    {
        var sink = new ExecwatchSink();
        sink.Open(text.Writer, text.Writer, json, styled: false);
        return sink;
    }
}
