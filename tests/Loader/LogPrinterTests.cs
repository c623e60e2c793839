using System;
using System.Text.Json;
using Corewright.Loader.Logging;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader;

public class LogPrinterTests
{
    [Theory]
    [InlineData("nothing", "nothing")]
    [InlineData("{} of {}", "42 of -7", 42ul, -7L)]
    [InlineData("{:x} {:#x} {}", "2a 0x2a 0", 42ul, 42ul, 0ul)]
    [InlineData("{:?} {name} {}", "text true false", "text", true, false)]
    [InlineData("{{}} {} }} {", "{} 18446744073709551615 } {", ulong.MaxValue)]
    [InlineData("{} {}", "1 {}", 1ul)]
    [InlineData("{}", "-9223372036854775808", long.MinValue)]
    [InlineData("{}", "?", 'x')]
    [InlineData("", "")]
    public void The_format_takes_its_arguments_as_in_rust(string format, string expected, params object[] arguments) =>
        Printed(json: false, LogSample.Record(format, arguments)).Errors
            .ShouldBe($"info: {LogSample.Target}: {expected} ({LogSample.File}:{LogSample.Line})\n");

    [Fact]
    public void Text_from_a_program_cant_steer_the_terminal()
    {
        Printed(json: false, LogSample.Record("{}", "\u001b[2J")).Errors.ShouldContain("\\x1b[2J");
    }

    [Fact]
    public void In_json_it_is_an_event()
    {
        var (output, errors) = Printed(json: true, LogSample.Record(2, "\"{}\"", [5ul]));
        errors.ShouldBe("");
        var e = JsonDocument.Parse(output).RootElement;
        e.GetProperty("event").GetString().ShouldBe("log");
        e.GetProperty("level").GetString().ShouldBe("warn");
        e.GetProperty("target").GetString().ShouldBe(LogSample.Target);
        e.GetProperty("file").GetString().ShouldBe(LogSample.File);
        e.GetProperty("line").GetUInt32().ShouldBe(LogSample.Line);
        e.GetProperty("message").GetString().ShouldBe("\"5\"");
    }

    [Fact]
    public void What_is_no_record_is_counted_and_nothing_is_printed()
    {
        byte[] record = LogSample.Record("{}", "text");
        for (int length = 0; length < 16 + LogSample.Target.Length; length++)
            Printed(json: false, record[..length]).ShouldBe(("", ""), $"{length} bytes");
        foreach (byte level in new byte[] { 0, 6, 255 })
            Printed(json: false, LogSample.Record(level, "x", [])).ShouldBe(("", ""));
        byte[] tooLong = LogSample.Record("x");
        tooLong[15] = 0xff;
        Printed(json: false, tooLong).ShouldBe(("", ""));
    }

    private static (string Output, string Errors) Printed(bool json, ReadOnlySpan<byte> sample)
    {
        using var output = new MemoryText();
        using var errors = new MemoryText();
        using var message = new MemoryText(1024);
        var printer = new LogPrinter(json, output.Writer, errors.Writer, message.Writer);
        printer.Print(sample);
        printer.Unknown.ShouldBe(output.Text.Length + errors.Text.Length == 0 ? 1ul : 0ul);
        return (output.Text, errors.Text);
    }
}
