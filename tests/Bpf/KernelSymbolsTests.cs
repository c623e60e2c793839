using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using Corewright.Bpf.Kernel;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Bpf;

/// <summary>Walking over the kernel's symbols, and the line reader below it.</summary>
public class KernelSymbolsTests
{
    [Fact]
    public void Every_line_of_the_running_kernel_is_read_through_a_small_buffer()
    {
        var expected = new List<string>();
        foreach (string line in File.ReadLines("/proc/kallsyms"))
        {
            string[] words = line.Split(' ', '\t');
            ulong address = ulong.Parse(words[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            expected.Add($"{address:x} {words[1]} {words[2]} {(words.Length > 3 ? words[3].Trim('[', ']') : "")}");
        }

        var actual = new List<string>(expected.Count);
        KernelSymbols.Open(new byte[1 << 10], out KernelSymbols symbols).ShouldBe(0);
        using (symbols)
        {
            while (symbols.Next())
                actual.Add($"{symbols.Address:x} {(char)symbols.Kind} {Text(symbols.Name)} {Text(symbols.Module)}");
            symbols.Errno.ShouldBe(0);
        }

        actual.Count.ShouldBe(expected.Count);
        actual.SequenceEqual(expected).ShouldBeTrue();
    }

    [Fact]
    public void A_symbol_is_taken_apart()
    {
        KernelSymbols symbols = KernelSymbols.Over("c0101000 t local\nffffffffa0000010 D shown\t[a_module]\n"u8.ToArray());
        symbols.Next().ShouldBeTrue();
        (symbols.Address, (char)symbols.Kind, Text(symbols.Name), Text(symbols.Module)).ShouldBe((0xc0101000ul, 't', "local", ""));
        symbols.IsFunction.ShouldBeTrue();
        symbols.Next().ShouldBeTrue();
        (symbols.Address, (char)symbols.Kind, Text(symbols.Name), Text(symbols.Module))
            .ShouldBe((0xffffffffa0000010ul, 'D', "shown", "a_module"));
        symbols.IsFunction.ShouldBeFalse();
        symbols.Next().ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("no address\n")]
    [InlineData("12345678123456781 T too_long_an_address\n")]
    [InlineData("1234 Tname\n")]
    [InlineData("1234 T \n")]
    [InlineData("1234 T \t[module]\n")]
    public void Other_lines_are_left_out(string text)
    {
        KernelSymbols symbols = KernelSymbols.Over(Encoding.ASCII.GetBytes(text + "1 T good"));
        symbols.Next().ShouldBeTrue();
        Text(symbols.Name).ShouldBe("good");
        symbols.Next().ShouldBeFalse();
    }

    [Fact]
    public void A_line_longer_than_the_buffer_is_left_out_and_the_next_is_read()
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, $"first\n{new string('x', 100)}\n{new string('y', 15)}\nlast");
        var lines = new List<string>();
        LineReader.Open(Encoding.UTF8.GetBytes(path + "\0"), new byte[16], out LineReader reader).ShouldBe(0);
        using (reader)
        {
            while (reader.TryRead(out ReadOnlySpan<byte> line))
                lines.Add(Text(line));
        }

        File.Delete(path);
        lines.ShouldBe(["first", new string('y', 15), "last"]);
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
