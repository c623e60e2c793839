using System;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Corewright.Loader;
using Corewright.Loader.Dnslat;
using Corewright.Loader.Programs;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader;

public unsafe class DnslatSinkTests
{
    [Fact]
    public void A_lookup_is_a_line_of_json()
    {
        using var text = new MemoryText();
        Sink(text, json: true).Take(Lookup("www.example.org", 1_234_567, 0));
        text.Text.ShouldBe(
            "{\"event\":\"lookup\",\"pid\":12,\"tgid\":11,\"ppid\":10,\"uid\":1000,\"gid\":0,\"comm\":\"curl\",\"name\":\"www.example.org\","
            + "\"latency_ns\":1234567,\"result\":0,\"cgroup_id\":4294967297,\"pid_namespace\":4026531836,\"start_time_ns\":123456789012}\n");
    }

    [Theory]
    [InlineData(-2, "EAI_NONAME")]
    [InlineData(-11, "EAI_SYSTEM")]
    [InlineData(-100, null)]
    [InlineData(8, null)]
    public void Results_have_their_numbers_and_most_have_names(int result, string? name)
    {
        using var text = new MemoryText();
        Sink(text, json: true).Take(Lookup("x", 0, result));
        JsonElement line = JsonDocument.Parse(text.Text).RootElement;
        line.GetProperty("result").GetInt32().ShouldBe(result);
        (line.TryGetProperty("error", out JsonElement error) ? error.GetString() : null).ShouldBe(name);
    }

    [Theory]
    [InlineData(NameState.Absent)]
    [InlineData(NameState.Unreadable)]
    public void Without_a_name_there_is_null(NameState state)
    {
        using var text = new MemoryText();
        Sink(text, json: true).Take(Lookup("left over", 0, -2, state));
        JsonDocument.Parse(text.Text).RootElement.GetProperty("name").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public void The_table_has_aligned_columns_sums_and_a_histogram()
    {
        using var text = new MemoryText();
        var sink = Sink(text, json: false);
        sink.Begin();
        sink.Take(Lookup("www.example.org", 1_999, 0));
        sink.Take(Lookup("a\u001b[2Jb", 5_000_000, -2));
        sink.Take(Lookup("", 5_100_999, -100, NameState.Absent));
        sink.Take(Lookup("", 6_000_000, int.MinValue, NameState.Unreadable, pid: 22));
        sink.Take(Lookup("x", 999, 7, pid: 22));
        sink.Finish();
        text.Text.ShouldBe("""
            PID      COMM             CONTAINER               MS  RESULT          NAME
            11       curl             -                    0.001  ok              www.example.org
            11       curl             -                    5.000  EAI_NONAME      a\x1b[2Jb
            11       curl             -                    5.100  -100            -
            22       curl             -                    6.000  -2147483648     ?
            22       curl             -                    0.000  7               x

            PID      COMM             CONTAINER       LOOKUPS   FAILED     MEAN_MS  LONGEST_MS
            11       curl             -                     3        2       3.367       5.100
            22       curl             -                     2        2       3.000       6.000

                FROM       TO     LOOKUPS   SHARE
              512 ns   1.0 µs           1   20.0%  █████████████▍
              1.0 µs   2.0 µs           1   20.0%  █████████████▍
              2.0 µs   4.1 µs           0    0.0%
              4.1 µs   8.2 µs           0    0.0%
              8.2 µs    16 µs           0    0.0%
               16 µs    33 µs           0    0.0%
               33 µs    66 µs           0    0.0%
               66 µs   131 µs           0    0.0%
              131 µs   262 µs           0    0.0%
              262 µs   524 µs           0    0.0%
              524 µs   1.0 ms           0    0.0%
              1.0 ms   2.1 ms           0    0.0%
              2.1 ms   4.2 ms           0    0.0%
              4.2 ms   8.4 ms           3   60.0%  ████████████████████████████████████████

            """);
    }

    [Fact]
    public void The_histogram_has_a_place_for_every_latency()
    {
        using var text = new MemoryText();
        var sink = Sink(text, json: true, summary: true);
        for (int bit = 0; bit < 64; bit++)
            sink.Take(Lookup("x", 1UL << bit, 0));
        sink.Take(Lookup("x", 0, 0));
        sink.Take(Lookup("x", ulong.MaxValue, 0));
        text.Text.ShouldBeEmpty();
        sink.Finish();
        JsonElement[] lines = Lines(text);
        lines.Select(l => l.GetProperty("event").GetString()).ShouldBe(["summary", "histogram"]);
        lines[0].GetProperty("longest_ns").GetUInt64().ShouldBe(ulong.MaxValue);
        JsonElement[] buckets = [.. lines[1].GetProperty("buckets").EnumerateArray()];
        buckets.Sum(b => b.GetProperty("count").GetInt64()).ShouldBe(66);
        for (int i = 1; i < buckets.Length; i++)
            buckets[i].GetProperty("from_ns").GetUInt64().ShouldBe(buckets[i - 1].GetProperty("to_ns").GetUInt64());
        buckets[^1].TryGetProperty("to_ns", out _).ShouldBeFalse("there is no end to what is that long");
    }

    [Fact]
    public void Without_a_lookup_there_is_an_empty_histogram()
    {
        using var text = new MemoryText();
        Sink(text, json: true).Finish();
        text.Text.ShouldBe("{\"event\":\"histogram\",\"buckets\":[]}\n");
    }

    [Fact]
    public void Processes_beyond_the_capacity_share_their_sums_and_nothing_is_lost()
    {
        using var text = new MemoryText(1 << 20);
        var sink = Sink(text, json: true, summary: true);
        for (uint pid = 1; pid <= 3000; pid++)
            sink.Take(Lookup("x", 2000, 0, pid: pid));
        sink.Finish();
        JsonElement[] lines = Lines(text);
        lines.Length.ShouldBe(1024 + 1);
        lines[0].GetProperty("tgid").GetInt32().ShouldBe(0);
        lines[..^1].Sum(l => l.GetProperty("lookups").GetInt64()).ShouldBe(3000);
    }

    [Fact]
    public void What_is_no_event_is_counted_and_not_printed()
    {
        using var text = new MemoryText();
        var sink = Sink(text, json: true);
        sink.Take(default);
        sink.Take(Lookup("x", 0, 0).AsSpan(0, LookupEvent.SizeBytes - 8));
        text.Text.ShouldBeEmpty();
        sink.Unknown.ShouldBe(2ul);
    }

    [Fact]
    public void A_library_is_a_path_of_a_length_that_there_can_be()
    {
        Takes("/lib/libc.so.6").ShouldBeTrue();
        Takes(new string('x', 4096)).ShouldBeTrue();
        Takes("").ShouldBeFalse();
        Takes(new string('x', 4097)).ShouldBeFalse();
    }

    [Fact]
    public void Its_options_are_known()
    {
        var sink = new DnslatSink();
        sink.Kind("--library"u8).ShouldBe(OptionKind.Value);
        sink.Kind("--summary"u8).ShouldBe(OptionKind.Switch);
        sink.Kind("--lib"u8).ShouldBe(OptionKind.Unknown);
        sink.LayoutHolds.ShouldBeTrue();
    }

    private static bool Takes(string library)
    {
        byte[] value = Encoding.ASCII.GetBytes(library + "\0");
        fixed (byte* at = value)
            return new DnslatSink().Take("--library"u8, at);
    }

    private static byte[] Lookup(string name, ulong latency, int result, NameState state = NameState.Read, uint pid = 11)
    {
        LookupEvent lookup = default;
        lookup.Process.Pid = 12;
        lookup.Process.Tgid = pid;
        lookup.Process.Ppid = 10;
        lookup.Process.Uid = 1000;
        lookup.Process.CgroupId = 4294967297;
        lookup.Process.PidNamespace = 4026531836;
        lookup.Process.StartTime = 123456789012;
        "curl"u8.CopyTo(new Span<byte>(lookup.Process.Comm, ProcessHeader.CommLength));
        lookup.Latency = latency;
        lookup.Result = result;
        lookup.NameState = state;
        Encoding.UTF8.GetBytes(name).CopyTo(new Span<byte>(lookup.Name, LookupEvent.NameLength));
        return MemoryMarshal.AsBytes(new ReadOnlySpan<LookupEvent>(in lookup)).ToArray();
    }

    private static JsonElement[] Lines(MemoryText text) =>
        [.. text.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];

    private static DnslatSink Sink(MemoryText text, bool json, bool summary = false)
    {
        var sink = new DnslatSink();
        if (summary)
            sink.Take("--summary"u8, null).ShouldBeTrue();
        sink.Open(text.Writer, text.Writer, json, styled: false);
        return sink;
    }
}
