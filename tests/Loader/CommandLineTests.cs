using System.Linq;
using System.Text;
using Corewright.Loader;
using Corewright.Loader.Commands;
using Shouldly;
using Xunit;
using ProgramSink = Corewright.Loader.Programs.Sink;

namespace Corewright.Tests.Loader;

public unsafe class CommandLineTests
{
    [Theory]
    [InlineData("", "Stream", false, 0u)]
    [InlineData("--json", "Stream", true, 0u)]
    [InlineData("check", "Check", false, 0u)]
    [InlineData("--json check", "Check", true, 0u)]
    [InlineData("info --json", "Info", true, 0u)]
    [InlineData("--duration 5", "Stream", false, 5u)]
    [InlineData("--duration=1000000 --json", "Stream", true, 1000000u)]
    [InlineData("--help", "Help", false, 0u)]
    [InlineData("-h check", "Help", false, 0u)]
    [InlineData("check --help", "Help", false, 0u)]
    public void A_command_line_is_taken_apart(string arguments, string verb, bool json, uint seconds)
    {
        Parse(arguments, line =>
        {
            line.Error.ShouldBe(UsageError.None);
            line.Verb.ToString().ShouldBe(verb);
            line.Json.ShouldBe(json);
            line.DurationSeconds.ShouldBe(seconds);
        });
    }

    [Theory]
    [InlineData("check", false)]
    [InlineData("check --log", true)]
    [InlineData("--log", true)]
    public void The_whole_log_is_only_for_those_who_ask(string arguments, bool whole) =>
        Parse(arguments, line => (line.Error, line.WholeLog).ShouldBe((UsageError.None, whole)));

    [Theory]
    [InlineData("chekc", "UnknownArgument", "chekc")]
    [InlineData("--jsn", "UnknownArgument", "--jsn")]
    [InlineData("check info", "UnknownArgument", "info")]
    [InlineData("--durations 5", "UnknownArgument", "--durations")]
    [InlineData("--duration", "MissingValue", "--duration")]
    [InlineData("--btf", "MissingValue", "--btf")]
    [InlineData("--duration 0", "BadDuration", "--duration")]
    [InlineData("--duration 1.5", "BadDuration", "--duration")]
    [InlineData("--duration -3", "BadDuration", "--duration")]
    [InlineData("--duration=", "BadDuration", "--duration=")]
    [InlineData("--duration 1000001", "BadDuration", "--duration")]
    [InlineData("--duration 4294967297", "BadDuration", "--duration")]
    public void What_is_wrong_is_named(string arguments, string error, string culprit)
    {
        Parse(arguments, line =>
        {
            line.Error.ToString().ShouldBe(error);
            Encoding.UTF8.GetString(ZeroTerminatedText.Read(line.Culprit)).ShouldBe(culprit);
        });
    }

    [Theory]
    [InlineData("--duration 1.5", "--duration 1.5: not a number of seconds from 1 to 1000000; see execwatch --help")]
    [InlineData("--duration=1.5", "--duration=1.5: not a number of seconds from 1 to 1000000; see execwatch --help")]
    [InlineData("--pid me", "--pid me: not a number; see execwatch --help")]
    [InlineData("--pid=0", "--pid=0: not a value that makes sense; see execwatch --help")]
    [InlineData("--uid 4294967296", "--uid 4294967296: not a number; see execwatch --help")]
    [InlineData("--comm=", "--comm=: not a value that makes sense; see execwatch --help")]
    public void A_wrong_value_is_shown(string arguments, string message)
    {
        using var text = new MemoryText();
        var failure = new Failure(text.Writer);
        ProgramSink sink = ProgramSinks.New("netwatch");
        Parse(arguments, line => Help.Refuse(line, sink, failure), sink);
        text.Text.ShouldBe(message);
    }

    [Theory]
    [InlineData("--btf /some/file check")]
    [InlineData("check --btf=/some/file")]
    public void A_btf_file_is_kept(string arguments)
    {
        Parse(arguments, line =>
        {
            line.Verb.ShouldBe(Verb.Check);
            Encoding.UTF8.GetString(ZeroTerminatedText.Read(line.BtfPath)).ShouldBe("/some/file");
        });
    }

    [Theory]
    [InlineData("flowmeter", "--pid 1", "--pid: no such filter here, for the kernel handles packets when it likes")]
    [InlineData("flowmeter", "--uid=0", "--uid=0: no such filter here, for the kernel handles packets when it likes")]
    [InlineData("flowmeter", "--comm", "--comm: no such filter here, for the kernel handles packets when it likes")]
    [InlineData("flowmeter", "--container", "--container: needs a value")]
    [InlineData("xdpwall", "--pid 1", "--pid: no such filter here, for packets that come in belong to no process")]
    [InlineData("xdpwall", "--uid 0", "--uid: no such filter here, for packets that come in belong to no process")]
    [InlineData("xdpwall", "--comm sh", "--comm: no such filter here, for packets that come in belong to no process")]
    [InlineData("xdpwall", "--container=web", "--container=web: no such filter here, for packets that come in belong to no process")]
    [InlineData("xdpwall", "--containers", "--containers: no such option or command")]
    public void Who_asks_for_a_filter_that_is_not_there_is_told_why(string program, string arguments, string said)
    {
        ProgramSink sink = ProgramSinks.New(program);
        using var text = new MemoryText();
        var failure = new Failure(text.Writer);
        Parse(arguments, line => Help.Refuse(line, sink, failure).ShouldBe(ExitCode.Usage), sink);
        Encoding.UTF8.GetString(failure.Message).ShouldStartWith(said);
    }

    [Theory]
    [MemberData(nameof(ProgramSinks.Names), MemberType = typeof(ProgramSinks))]
    public void Each_program_of_processes_takes_all_filters(string program)
    {
        ProgramSink sink = ProgramSinks.New(program);
        if (sink.FiltersProcesses)
            Parse("--pid 1 --uid=0 --comm sh --container=5eed", line => line.Error.ShouldBe(UsageError.None), sink);
        else
            new[] { "flowmeter", "xdpwall" }.ShouldContain(program);
    }

    private delegate void Assertion(CommandLine line);

    private static void Parse(string arguments, Assertion assertion, ProgramSink? sink = null)
    {
        string[] all = ["execwatch", .. arguments.Split(' ').Where(a => a.Length > 0)];
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(all.Select(a => a + "\0")));
        fixed (byte* start = text)
        {
            byte** pointers = stackalloc byte*[all.Length];
            byte* next = start;
            for (int i = 0; i < all.Length; i++)
            {
                pointers[i] = next;
                next += Encoding.UTF8.GetByteCount(all[i]) + 1;
            }
            assertion(CommandLine.Parse(all.Length, pointers, sink ?? new Corewright.Loader.Execwatch.ExecwatchSink()));
        }
    }
}
