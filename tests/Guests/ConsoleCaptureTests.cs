using System;
using System.Collections.Generic;
using System.Text;
using Corewright.Build.Guests;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Guests;

public class ConsoleCaptureTests
{
    [Fact]
    public void States_are_told_as_they_come_however_the_bytes_are_cut()
    {
        var states = new List<string>();
        using var console = new ConsoleCapture(states.Add);
        console.Started.ShouldBeFalse();
        foreach (byte value in "[ 0.1] hello\r\ncorewright: state one\r\nx corewright: state no\ncorewright: state two\n"u8.ToArray())
            console.Write([value]);
        states.ShouldBe(["one", "two"]);
        console.Started.ShouldBeTrue();
    }

    [Fact]
    public void A_long_console_keeps_its_beginning_and_its_end()
    {
        using var console = new ConsoleCapture(_ => { });
        console.Write("begin"u8);
        var filler = new byte[1 << 20];
        Array.Fill(filler, (byte)'.');
        console.Write(filler);
        console.Write("the end"u8);
        console.Text.ShouldStartWith("begin...");
        console.Text.ShouldEndWith("...the end");
        console.Text.ShouldContain("bytes left out]");
        Encoding.UTF8.GetByteCount(console.Text).ShouldBeLessThan(300 << 10);
    }
}
