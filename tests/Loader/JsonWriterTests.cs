using System;
using System.Text;
using System.Text.Json;
using Corewright.Loader.Output;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader;

public class JsonWriterTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a\"b\\c", "a\\\"b\\\\c")]
    [InlineData("\n\t\r", "\\n\\t\\r")]
    [InlineData("\u0001\u001b[2J\u007f", "\\u0001\\u001b[2J\\u007f")]
    [InlineData("\u0085", "\\u0085")]
    [InlineData("größe 名前 🦀", "größe 名前 🦀")]
    public void A_string_is_escaped(string text, string expected)
    {
        Member(Encoding.UTF8.GetBytes(text)).ShouldBe($"{{\"v\":\"{expected}\"}}");
    }

    [Theory]
    [InlineData(new byte[] { 0xff }, "\ufffd")]
    [InlineData(new byte[] { (byte)'a', 0xc3 }, "a\ufffd")]
    [InlineData(new byte[] { 0xc0, 0xaf }, "\ufffd\ufffd")]
    [InlineData(new byte[] { 0xed, 0xa0, 0x80 }, "\ufffd\ufffd\ufffd")]
    [InlineData(new byte[] { 0xf4, 0x90, 0x80, 0x80 }, "\ufffd\ufffd\ufffd\ufffd")]
    [InlineData(new byte[] { 0xe2, 0x82, (byte)'x' }, "\ufffd\ufffdx")]
    public void Bytes_that_are_not_utf8_become_replacement_characters(byte[] bytes, string expected)
    {
        JsonDocument.Parse(Member(bytes)).RootElement.GetProperty("v").GetString().ShouldBe(expected);
    }

    [Fact]
    public void Whatever_the_bytes_the_line_parses()
    {
        var random = new Random(1);
        byte[] bytes = new byte[64];
        for (int i = 0; i < 5000; i++)
        {
            random.NextBytes(bytes);
            string line = Member(bytes);
            Should.NotThrow(() => JsonDocument.Parse(line));
            line.ShouldNotContain("\n");
        }
    }

    [Fact]
    public void Commas_come_between_members_and_elements_only()
    {
        using var text = new MemoryText();
        var json = new JsonWriter(text.Writer);
        json.BeginObject();
        json.Number("a"u8, 1);
        json.BeginArray("b"u8);
        json.EndArray();
        json.BeginArray("c"u8);
        json.BeginObject();
        json.Null("d"u8);
        json.EndObject();
        json.BeginObject();
        json.EndObject();
        json.EndArray();
        json.BeginArray("e"u8);
        json.Element("x"u8);
        json.Element("y"u8);
        json.EndArray();
        json.BeginObject("f"u8);
        json.String("g"u8, default);
        json.EndObject();
        json.EndObject();
        json.EndLine();
        json.BeginObject();
        json.EndObject();
        text.Text.ShouldBe("{\"a\":1,\"b\":[],\"c\":[{\"d\":null},{}],\"e\":[\"x\",\"y\"],\"f\":{\"g\":\"\"}}\n{}");
    }

    [Theory]
    [InlineData(0ul, "0")]
    [InlineData(10ul, "10")]
    [InlineData(ulong.MaxValue, "18446744073709551615")]
    public void Numbers_have_all_their_digits(ulong number, string expected)
    {
        using var text = new MemoryText();
        var json = new JsonWriter(text.Writer);
        json.Number("n"u8, number);
        text.Text.ShouldBe($"\"n\":{expected}");
    }

    private static string Member(byte[] value)
    {
        using var text = new MemoryText();
        var json = new JsonWriter(text.Writer);
        json.BeginObject();
        json.String("v"u8, value);
        json.EndObject();
        return text.Text;
    }
}
