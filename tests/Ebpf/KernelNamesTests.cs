using System.Linq;
using Corewright.Build.Ebpf.Finalise;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Ebpf;

public class KernelNamesTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("task_struct", "task_struct")]
    [InlineData("_9", "_9")]
    [InlineData("HashMap<u32, u64, 1024>", "HashMap_u32_u64_1024")]
    [InlineData("&mut [u8]", "_mut_u8")]
    [InlineData("(u8, u8)", "_u8_u8")]
    [InlineData("9lives", "_9lives")]
    [InlineData("{closure#0}", "_closure_0")]
    [InlineData("<>", "_")]
    [InlineData("Größe", "Gr_e")]
    public void A_name_becomes_an_identifier(string name, string expected) => KernelNames.Acceptable(name).ShouldBe(expected);

    [Fact]
    public void A_name_of_127_characters_is_short_enough()
    {
        string name = new('a', 127);

        KernelNames.Acceptable(name).ShouldBe(name);
    }

    [Fact]
    public void Longer_names_are_cut_off_and_stay_apart()
    {
        string[] made = [.. new[] { "1", "2" }.Select(end => KernelNames.Acceptable(new string('a', 127) + end))];

        made.ShouldAllBe(name => name.Length == KernelNames.MaxLength && name.StartsWith("aaaa"));
        made[0].ShouldNotBe(made[1]);
    }
}
