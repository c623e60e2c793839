using System;
using System.Runtime.InteropServices;
using System.Text;
using Corewright.Loader;
using Corewright.Loader.Netguard;
using Corewright.Loader.Networks;
using Corewright.Loader.Programs;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader;

public unsafe class NetguardSinkTests
{
    [Fact]
    public void A_refused_connection_is_a_line_of_json()
    {
        using var text = new MemoryText();
        Sink(text, json: true).Take(Event(Verdict.Deny, Call.Connect, protocol: 6, rule: 0, port: 443, 10, 0, 0, 1));
        text.Text.ShouldBe(
            "{\"event\":\"refused\",\"pid\":12,\"tgid\":11,\"ppid\":10,\"uid\":1000,\"gid\":100,\"comm\":\"curl\",\"call\":\"connect\","
            + "\"protocol\":\"tcp\",\"destination\":\"10.0.0.1\",\"destination_port\":443,\"rule\":\"default\","
            + "\"cgroup_id\":4294967297,\"pid_namespace\":4026531836,\"start_time_ns\":123456789012}\n");
    }

    [Fact]
    public void The_table_has_aligned_columns_and_a_line_for_each_rule()
    {
        using var text = new MemoryText();
        var sink = Sink(text, json: false);
        fixed (byte* rule = "10.0.0.0/8:443\0"u8, deny = "deny\0"u8)
        {
            sink.Take("--allow"u8, rule).ShouldBeTrue();
            sink.Take("--default"u8, deny).ShouldBeTrue();
            sink.Begin();
            sink.Take(Event(Verdict.Allow, Call.Connect, protocol: 6, rule: 1, port: 443, 10, 0, 0, 1));
            sink.Take(Event(Verdict.Deny, Call.Send, protocol: 17, rule: 0, port: 53, 0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1));
            sink.Take(Event(Verdict.Deny, Call.Connect, protocol: 77, rule: 0, port: 7, 192, 168, 200, 201));
            sink.Finish();
        }
        text.Text.ShouldBe("""
            EVENT   PID      UID      COMM             CONTAINER     CALL    PROTO   DESTINATION
            allowed 11       1000     curl             -             connect tcp     10.0.0.1:443
            refused 11       1000     curl             -             send    udp     [2001:db8::1]:53
            refused 11       1000     curl             -             connect 77      192.168.200.201:7

            VERDICT ATTEMPTS    RULE
            allow   0           10.0.0.0/8:443
            deny    0           default

            """);
    }

    [Fact]
    public void What_is_no_event_is_counted_and_not_printed()
    {
        using var text = new MemoryText();
        var sink = Sink(text, json: true);
        byte[] good = Event(Verdict.Deny, Call.Connect, protocol: 6, rule: 0, port: 443, 10, 0, 0, 1);
        sink.Take(default);
        sink.Take(good.AsSpan(0, good.Length - 8));
        sink.Take(Event((Verdict)3, Call.Connect, protocol: 6, rule: 0, port: 443, 10, 0, 0, 1));
        // There is no such rule.
        sink.Take(Event(Verdict.Deny, Call.Connect, protocol: 6, rule: 1, port: 443, 10, 0, 0, 1));
        byte[] fifth = [.. good];
        fifth[88] = 5;
        sink.Take(fifth);
        text.Text.ShouldBeEmpty();
        sink.Unknown.ShouldBe(5ul);
    }

    [Theory]
    [InlineData("10.1.2.3", "10.1.2.3/32", 0)]
    [InlineData("10.1.2.3/8", "10.0.0.0/8", 0)]
    [InlineData("10.0.0.0/8:443", "10.0.0.0/8", 443)]
    [InlineData("0.0.0.0/0:65535", "0.0.0.0/0", 65535)]
    [InlineData("2001:db8::/32", "2001:db8::/32", 0)]
    [InlineData("[2001:db8::/32]:53", "2001:db8::/32", 53)]
    [InlineData("[::1]", "::1/128", 0)]
    [InlineData("::", "::/128", 0)]
    [InlineData("::1:53", "::1:53/128", 0)]
    public void A_rule_is_read(string text, string prefix, int port)
    {
        fixed (byte* start = Encoding.UTF8.GetBytes(text + "\0"))
        {
            GuardRule.TryParse(start, Verdict.Deny, out GuardRule rule).ShouldBeTrue();
            Encoding.UTF8.GetString(AddressPrefix.Write(rule.Prefix, new byte[AddressPrefix.MaxTextBytes])).ShouldBe(prefix);
            rule.Port.ShouldBe((ushort)port);
            rule.Verdict.ShouldBe(Verdict.Deny);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData(":53")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/8:")]
    [InlineData("10.0.0.0/8:0")]
    [InlineData("10.0.0.0/8:65536")]
    [InlineData("10.0.0.0/8:-1")]
    [InlineData("10.0.0.0/8:4x")]
    [InlineData("[10.0.0.0/8]:53")]
    [InlineData("[::1")]
    [InlineData("[::1]53")]
    [InlineData("[::1]:")]
    [InlineData("[]:53")]
    [InlineData("localhost")]
    public void What_is_no_rule_is_refused(string text)
    {
        fixed (byte* start = Encoding.UTF8.GetBytes(text + "\0"))
            GuardRule.TryParse(start, Verdict.Deny, out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("10.0.0.0/8", true, 8u, 10)]
    [InlineData("::ffff:10.0.0.0/104", true, 8u, 10)]
    [InlineData("::ffff:0:0/96", true, 0u, 0)]
    [InlineData("::ffff:0:0/95", false, 95u, 0)]
    [InlineData("::/0", false, 0u, 0)]
    public void Mapped_addresses_are_those_of_IPv4(string text, bool isForIpv4, uint bits, byte first)
    {
        fixed (byte* start = Encoding.UTF8.GetBytes(text + "\0"))
        {
            GuardRule.TryParse(start, Verdict.Deny, out GuardRule rule).ShouldBeTrue();
            byte[] address = new byte[AddressReader.Ipv6Bytes];
            GuardRule.IsForIpv4(rule, address, out uint counted).ShouldBe(isForIpv4);
            counted.ShouldBe(bits);
            address[0].ShouldBe(first);
        }
    }

    [Fact]
    public void Options_of_its_own_are_known()
    {
        var sink = new NetguardSink();
        sink.Kind("--all"u8).ShouldBe(OptionKind.Switch);
        foreach (string option in (string[])["--deny", "--allow", "--default", "--cgroup"])
            sink.Kind(Encoding.UTF8.GetBytes(option)).ShouldBe(OptionKind.Value);
        sink.Kind("--container"u8).ShouldBe(OptionKind.Unknown, "the filter has it");
        fixed (byte* prefix = "10.0.0.0/8\0"u8, word = "maybe\0"u8, nothing = "\0"u8)
        {
            sink.Take("--default"u8, word).ShouldBeFalse();
            sink.Take("--deny"u8, word).ShouldBeFalse();
            sink.Take("--cgroup"u8, nothing).ShouldBeFalse();
            for (int i = 0; i < 256; i++)
                sink.Take("--deny"u8, prefix).ShouldBeTrue();
            sink.Take("--allow"u8, prefix).ShouldBeFalse("there is room for 256 rules");
        }
    }

    private static byte[] Event(Verdict verdict, Call call, uint protocol, uint rule, uint port, params byte[] address)
    {
        AttemptEvent attempt = default;
        attempt.Verdict = verdict;
        attempt.Call = call;
        attempt.Protocol = protocol;
        attempt.Rule = rule;
        attempt.Port = port;
        attempt.Version = address.Length == 4 ? 4u : 6u;
        attempt.Process.Pid = 12;
        attempt.Process.Tgid = 11;
        attempt.Process.Ppid = 10;
        attempt.Process.Uid = 1000;
        attempt.Process.Gid = 100;
        attempt.Process.CgroupId = 4294967297;
        attempt.Process.PidNamespace = 4026531836;
        attempt.Process.StartTime = 123456789012;
        "curl"u8.CopyTo(new Span<byte>(attempt.Process.Comm, ProcessHeader.CommLength));
        address.CopyTo(new Span<byte>(attempt.Address, 16));
        return MemoryMarshal.AsBytes(new ReadOnlySpan<AttemptEvent>(in attempt)).ToArray();
    }

    private static NetguardSink Sink(MemoryText text, bool json)
    {
        var sink = new NetguardSink();
        sink.Open(text.Writer, text.Writer, json, styled: false);
        return sink;
    }
}
