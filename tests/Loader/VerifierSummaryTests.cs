using System.Linq;
using System.Text;
using Corewright.Loader.Loading;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader;

/// <summary>What is written of a log; who is named in it, guests show.</summary>
public class VerifierSummaryTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("one\ntwo", "one\ntwo\n")]
    [InlineData("one\n\ntwo\n", "one\n\ntwo\n")]
    [InlineData("; \u001b[2Jgone\u0007\r\n", "; \\x1b[2Jgone\\x07\\x0d\n")]
    public void A_whole_log_keeps_its_lines_and_moves_no_cursor(string log, string expected)
    {
        using var text = new MemoryText();
        VerifierSummary.WriteWhole(text.Writer, Encoding.UTF8.GetBytes(log));
        text.Text.ShouldBe(expected);
    }

    [Fact]
    public void A_log_without_an_end_is_cut_to_what_fits()
    {
        using var text = new MemoryText(64);
        VerifierSummary.WriteWhole(text.Writer, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("line\n", 1000))));
        text.Writer.Written.Length.ShouldBe(64);
    }
}
