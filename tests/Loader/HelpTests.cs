using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Corewright.Loader;
using Corewright.Loader.Commands;
using Corewright.Loader.Programs;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Loader;

/// <summary>What <c>--help</c> says, of every program.</summary>
public unsafe class HelpTests
{
    private const int Columns = 80;

    public static TheoryData<string> Sinks => new(typeof(Sink).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Sink))).Select(t => t.FullName!));

    [Theory]
    [MemberData(nameof(Sinks))]
    public void It_fits_into_a_terminal(string sink) =>
        Lines(New(sink)).Where(l => l.Length > Columns).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Sinks))]
    public void Its_options_are_the_programs(string name)
    {
        Sink sink = New(name);
        List<string> own = [.. Encoding.UTF8.GetString(sink.OptionsHelp).Split('\n')
            .Where(l => l.StartsWith("  --", StringComparison.Ordinal)).Select(l => l.Trim())];
        foreach (string line in own)
        {
            string[] words = line.Split(' ');
            // A value's name is in capitals; a description isn't, and stands after more than a space.
            bool takesValue = words.Length > 1 && words[1].Length != 0;
            sink.Kind(Encoding.UTF8.GetBytes(words[0])).ShouldBe(takesValue ? OptionKind.Value : OptionKind.Switch, line);
        }
        sink.Kind("--no-such-option"u8).ShouldBe(OptionKind.Unknown);
    }

    [Theory]
    [MemberData(nameof(Sinks))]
    public void Descriptions_begin_in_one_column(string sink)
    {
        foreach (string line in Lines(New(sink)).Where(l => l.StartsWith("  -", StringComparison.Ordinal)))
        {
            int gap = line.IndexOf("  ", 2, StringComparison.Ordinal);
            if (gap >= 0)
                line[22].ShouldNotBe(' ', line);
            if (gap >= 0)
                line[21].ShouldBe(' ', line);
        }
    }

    [Fact]
    public void There_are_nine() => Sinks.Count.ShouldBe(9);

    private static Sink New(string name) => (Sink)Activator.CreateInstance(typeof(Sink).Assembly.GetType(name, throwOnError: true)!)!;

    private static string[] Lines(Sink sink)
    {
        using var text = new MemoryText();
        Help.Run(sink, text.Writer).ShouldBe(ExitCode.Success);
        return text.Text.Split('\n');
    }
}
