using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using Corewright.Build;
using Corewright.Build.Guests;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Guests;

public class CpioWriterTests
{
    [Fact]
    public void A_file_brings_its_folders_once()
    {
        string archive = Write(a =>
        {
            a.AddFile("/a/b/one", "1"u8, executable: true);
            a.AddFile("/a/b/two", "22"u8, executable: false);
        });
        Names(archive).ShouldBe(["a", "a/b", "a/b/one", "a/b/two", "TRAILER!!!"]);
    }

    [Fact]
    public void A_header_has_the_format_of_the_kernel_s_documentation()
    {
        string archive = Write(a => a.AddFile("/one", "abc"u8, executable: true));
        // Magic, inode 1, mode 0100755, root, one link, date 0, 3 bytes, no devices, a name of 4 bytes with its zero.
        archive.ShouldStartWith(
            "070701" + "00000001" + "000081ED" + "00000000" + "00000000" + "00000001" + "00000000" + "00000003"
            + "00000000" + "00000000" + "00000000" + "00000000" + "00000004" + "00000000" + "one\0");
    }

    [Fact]
    public void Names_and_contents_are_padded_to_four_bytes()
    {
        foreach (string name in (string[])["/a", "/ab", "/abc", "/abcd", "/abcde"])
            Names(Write(a => a.AddFile(name, Encoding.ASCII.GetBytes(name), executable: false))).ShouldBe([name[1..], "TRAILER!!!"]);
    }

    [Fact]
    public void A_device_node_has_its_numbers()
    {
        Write(a => a.AddCharacterDevice("/console", 5, 1)).Substring(6 + 9 * 8, 16).ShouldBe("00000005" + "00000001");
    }

    [Theory]
    [InlineData("relative")]
    [InlineData("/")]
    [InlineData("/a/../b")]
    [InlineData("/a//b")]
    [InlineData("/./a")]
    [InlineData("/a\0b")]
    public void A_path_that_is_not_plain_is_refused(string path)
    {
        Should.Throw<BuildException>(() => Write(a => a.AddFile(path, "x"u8, executable: false)));
    }

    private static string Write(Action<CpioWriter> fill)
    {
        using var output = new MemoryStream();
        var archive = new CpioWriter(output);
        fill(archive);
        archive.Finish();
        return Encoding.Latin1.GetString(output.ToArray());
    }

    private static List<string> Names(string archive)
    {
        var names = new List<string>();
        for (int at = 0; at < archive.Length;)
        {
            archive.Substring(at, 6).ShouldBe("070701");
            int size = Field(archive, at, 6), name = Field(archive, at, 11);
            names.Add(archive.Substring(at + 110, name - 1));
            at = Padded(at + 110 + name);
            at = Padded(at + size);
        }
        return names;
    }

    private static int Field(string archive, int at, int field) =>
        int.Parse(archive.AsSpan(at + 6 + field * 8, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static int Padded(int at) => (at + 3) & ~3;
}
