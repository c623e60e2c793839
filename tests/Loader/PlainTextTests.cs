using System.Text;
using Corewright.Loader.Output;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader;

public class PlainTextTests
{
    [Theory]
    [InlineData("sh", "sh    |")]
    [InlineData("größe", "größe |")]
    [InlineData("a name that is longer", "a name that is longer |")]
    [InlineData("\u001b[2J", "\\x1b[2J |")]
    [InlineData("\u0085", "\\xc2\\x85 |")]
    public void Columns_are_filled_and_control_characters_shown(string text, string expected)
    {
        using var output = new MemoryText();
        PlainText.Write(output.Writer, Encoding.UTF8.GetBytes(text), 6);
        output.Writer.Byte((byte)'|');
        output.Text.ShouldBe(expected);
    }

    [Fact]
    public void A_long_number_does_not_run_into_the_next_column()
    {
        using var output = new MemoryText();
        output.Writer.DecimalLeft(4294967295, 9).DecimalLeft(1, 3).Byte((byte)'|');
        output.Text.ShouldBe("4294967295 1  |");
    }

    [Fact]
    public void A_byte_that_is_no_utf8_is_shown_by_its_number()
    {
        using var output = new MemoryText();
        PlainText.Write(output.Writer, [(byte)'a', 0xff, (byte)'b']);
        output.Text.ShouldBe("a\\xffb");
    }
}
