using System.Text;
using Corewright.Bpf.Memory;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Bpf;

public sealed class NumberedTextTests
{
    [Theory]
    [InlineData(1u, "one")]
    [InlineData(11u, "eleven, or 1 more than ten")]
    [InlineData(524u, "last")]
    [InlineData(0u, "none")]
    [InlineData(52u, "none")]
    [InlineData(uint.MaxValue, "none")]
    public void A_number_finds_its_own_line(uint number, string text) =>
        Encoding.UTF8.GetString(NumberedText.Find("1 one\n11 eleven, or 1 more than ten\n524 last\n"u8, number, "none"u8)).ShouldBe(text);
}
