using System;
using System.Collections.Generic;
using System.Text;
using Corewright.Bpf.Externs;
using Corewright.Bpf.Kernel;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Externs;

/// <summary>Kernel configurations: their lines, and their values as C types.</summary>
public class ConfigurationTests
{
    [Theory]
    [InlineData(ConfigurationType.Boolean, 1, false, "y", "01")]
    [InlineData(ConfigurationType.Boolean, 1, false, "n", "00")]
    [InlineData(ConfigurationType.Boolean, 1, false, "m", null)]
    [InlineData(ConfigurationType.Boolean, 1, false, "1", "01")]
    [InlineData(ConfigurationType.Boolean, 1, false, "2", null)]
    [InlineData(ConfigurationType.Boolean, 1, false, "\"y\"", null)]
    [InlineData(ConfigurationType.Tristate, 4, false, "n", "00000000")]
    [InlineData(ConfigurationType.Tristate, 4, false, "y", "01000000")]
    [InlineData(ConfigurationType.Tristate, 4, false, "m", "02000000")]
    [InlineData(ConfigurationType.Tristate, 4, false, "1", null)]
    [InlineData(ConfigurationType.Character, 1, true, "m", "6D")]
    [InlineData(ConfigurationType.Character, 1, true, "127", "7F")]
    [InlineData(ConfigurationType.Character, 1, true, "128", null)]
    [InlineData(ConfigurationType.Integer, 4, true, "250", "FA000000")]
    [InlineData(ConfigurationType.Integer, 4, true, "-1", "FFFFFFFF")]
    [InlineData(ConfigurationType.Integer, 4, true, "-2147483648", "00000080")]
    [InlineData(ConfigurationType.Integer, 4, true, "2147483648", null)]
    [InlineData(ConfigurationType.Integer, 4, false, "0xffffffff", "FFFFFFFF")]
    [InlineData(ConfigurationType.Integer, 4, false, "0x100000000", null)]
    [InlineData(ConfigurationType.Integer, 4, false, "-1", null)]
    [InlineData(ConfigurationType.Integer, 2, false, "0X1f", "1F00")]
    [InlineData(ConfigurationType.Integer, 1, false, "017", "0F")]
    [InlineData(ConfigurationType.Integer, 8, false, "0xffffffff80000000", "00000080FFFFFFFF")]
    [InlineData(ConfigurationType.Integer, 8, false, "0x10000000000000000", null)]
    [InlineData(ConfigurationType.Integer, 8, true, "-9223372036854775809", null)]
    [InlineData(ConfigurationType.Integer, 4, true, "y", null)]
    [InlineData(ConfigurationType.Integer, 4, true, "", null)]
    [InlineData(ConfigurationType.Integer, 4, true, "12a", null)]
    [InlineData(ConfigurationType.Integer, 4, true, "09", null)]
    [InlineData(ConfigurationType.Integer, 4, true, "-", null)]
    [InlineData(ConfigurationType.Text, 6, false, "\"abc\"", "616263000000")]
    [InlineData(ConfigurationType.Text, 4, false, "\"abcdef\"", "61626300")]
    [InlineData(ConfigurationType.Text, 4, false, "\"\"", "00000000")]
    [InlineData(ConfigurationType.Text, 4, false, "\"abc", null)]
    [InlineData(ConfigurationType.Text, 4, false, "\"", null)]
    [InlineData(ConfigurationType.Text, 4, false, "y", null)]
    [InlineData(ConfigurationType.Unknown, 4, false, "y", null)]
    [InlineData(ConfigurationType.Unknown, 4, false, "1", null)]
    public void Values_are_stored_as_declared(ConfigurationType type, int bytes, bool signed, string text, string? expected)
    {
        var wanted = new ExternSpec { Value = type, Bytes = bytes, IsSigned = signed };
        byte[] stored = new byte[bytes];
        bool fits = ConfigurationValue.TryStore(wanted, Encoding.ASCII.GetBytes(text), stored);
        (fits ? Convert.ToHexString(stored) : null).ShouldBe(expected);
    }

    [Fact]
    public void Only_lines_that_set_something_count()
    {
        ReadOnlySpan<byte> rest = "#\n# CONFIG_A is not set\nCONFIG_B=y\n\nCONFIG_C\nOTHER=1\nCONFIG_D=\"a=b\"\nCONFIG_E="u8;
        var seen = new List<string>();
        while (ConfigurationFile.Next(ref rest, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value))
            seen.Add(Encoding.ASCII.GetString(name) + "|" + Encoding.ASCII.GetString(value));
        seen.ShouldBe(["CONFIG_B|y", "CONFIG_D|\"a=b\"", "CONFIG_E|"]);
    }

    [Theory]
    [InlineData("6.12.107+deb13-amd64", 0x060c6bu)]
    [InlineData("5.10.257-1 (2026-06-01)", 0x050affu)]
    [InlineData("7.3.0", 0x070300u)]
    [InlineData("7.3", null)]
    [InlineData("7.3.", null)]
    [InlineData("", null)]
    [InlineData("x.1.2", null)]
    public void Versions_are_numbers(string text, uint? expected) =>
        (KernelVersion.TryParse(Encoding.ASCII.GetBytes(text), out uint code) ? code : (uint?)null).ShouldBe(expected);
}
