extern alias bpfrun;

using System;
using System.Runtime.InteropServices;
using System.Text;
using bpfrun::Corewright.BpfRun;
using Shouldly;
using Xunit;

namespace Corewright.Tests.BpfRun;

public sealed unsafe class BpfRunCommandLineTests : IDisposable
{
    private readonly nint _block = Marshal.AllocHGlobal(4096);

    public void Dispose() => Marshal.FreeHGlobal(_block);

    [Fact]
    public void Options_may_stand_anywhere_before_the_command()
    {
        CommandLine line = Parse("--json", "run", "--only", "a", "o.bpf.o", "--only=b", "--btf=k", "--", "ls", "--only", "c");

        line.Error.ShouldBe(UsageError.None);
        (line.Verb, Text(line.ObjectPath), Text(line.BtfPath), line.Json).ShouldBe((Verb.Run, "o.bpf.o", "k", true));
        Values(line, "--only").ShouldBe("a b ");
        Text(line.Command[0]).ShouldBe("ls");
        (line.Command[3] == null).ShouldBeTrue("its arguments end with a null");
    }

    [Fact]
    public void A_value_that_looks_like_an_option_is_a_value()
    {
        CommandLine line = Parse("run", "o", "--set", "x=--only", "--attach", "p=--", "--only", "p");

        line.Error.ShouldBe(UsageError.None);
        Values(line, "--set").ShouldBe("x=--only ");
        Values(line, "--attach").ShouldBe("p=-- ");
        Values(line, "--only").ShouldBe("p ");
    }

    [Theory]
    [InlineData(UsageError.MissingArgument)]
    [InlineData(UsageError.MissingArgument, "run")]
    [InlineData(UsageError.MissingArgument, "test", "o")]
    [InlineData(UsageError.UnknownArgument, "go", "o")]
    [InlineData(UsageError.UnknownArgument, "run", "o", "too-much")]
    [InlineData(UsageError.UnknownArgument, "run", "o", "--onl", "p")]
    [InlineData(UsageError.MissingValue, "run", "o", "--only")]
    [InlineData(UsageError.NotAnAssignment, "run", "o", "--set", "x")]
    [InlineData(UsageError.NotAnAssignment, "run", "o", "--attach==lo")]
    [InlineData(UsageError.BadNumber, "run", "o", "--duration", "0")]
    [InlineData(UsageError.BadNumber, "test", "o", "p", "--repeat=5000001")]
    [InlineData(UsageError.None, "test", "o", "p", "--repeat=5000000")]
    [InlineData(UsageError.None, "--help")]
    [InlineData(UsageError.None, "run", "o", "--")]
    internal void What_is_wrong_is_said(UsageError error, params string[] arguments) => Parse(arguments).Error.ShouldBe(error);

    private CommandLine Parse(params string[] arguments)
    {
        byte** pointers = (byte**)_block;
        byte* next = (byte*)_block + 1024;
        int count = 0;
        foreach (string argument in (string[])["bpfrun", .. arguments])
        {
            byte[] text = Encoding.UTF8.GetBytes(argument + "\0");
            text.CopyTo(new Span<byte>(next, text.Length));
            pointers[count++] = next;
            next += text.Length;
        }
        pointers[count] = null;
        return CommandLine.Parse(count, pointers);
    }

    private static string Values(CommandLine line, string option)
    {
        OptionValues values = line.Values(Encoding.UTF8.GetBytes(option));
        string all = "";
        while (values.Next(out ReadOnlySpan<byte> value))
            all += Encoding.UTF8.GetString(value) + " ";
        return all;
    }

    private static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text)!;
}
