using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Corlib;

public class ConformanceTests
{
    public static IEnumerable<TheoryDataRow<string>> Faults => ConformanceProgram.Faults.Keys.Select(n => new TheoryDataRow<string>(n));

    public static IEnumerable<TheoryDataRow<string, bool>> ProgramsAndBuilds =>
        ConformanceProgram.Programs.Keys.SelectMany(n => new[] { new TheoryDataRow<string, bool>(n, false), new TheoryDataRow<string, bool>(n, true) });

    [Theory]
    [MemberData(nameof(ProgramsAndBuilds))]
    public async Task A_freestanding_program_prints_what_it_prints_on_net(string program, bool debug)
    {
        var result = await ConformanceProgram.RunAsync(debug, TestContext.Current.CancellationToken, program);

        result.StandardError.ShouldBe("");
        result.ExitCode.ShouldBe(0);
        result.StandardOutput.ShouldBe(ConformanceProgram.Expected(program));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_ends_the_program_with_one_line_and_exit_code_70(string fault)
    {
        var result = await ConformanceProgram.RunAsync(debug: false, TestContext.Current.CancellationToken, fault);

        result.StandardError.ShouldMatch(ConformanceProgram.Message(fault));
        result.ExitCode.ShouldBe(70);
        result.StandardOutput.ShouldBe("");
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_debug_build_names_the_file_and_the_line_that_failed(string fault)
    {
        var result = await ConformanceProgram.RunAsync(debug: true, TestContext.Current.CancellationToken, fault);

        result.StandardError.ShouldMatch(ConformanceProgram.DebugMessage(fault));
        result.ExitCode.ShouldBe(70);
        result.StandardOutput.ShouldBe("");
    }

    [Fact]
    public async Task The_guard_of_stack_frames_differs_from_start_to_start()
    {
        string[] words = new string[2];
        for (int i = 0; i < words.Length; i++)
            words[i] = (await ConformanceProgram.RunAsync(false, TestContext.Current.CancellationToken, "Guard")).StandardOutput;

        words[0].ShouldMatch(ConformanceProgram.GuardLine);
        words[0].ShouldNotBe(words[1]);
    }

    [Fact]
    public async Task Arguments_arrive_and_the_exit_code_leaves()
    {
        var result = await ConformanceProgram.RunAsync(false, TestContext.Current.CancellationToken, "Arguments", "two", "three", "four");

        result.ExitCode.ShouldBe(5);
    }

    [Fact]
    public async Task A_name_that_no_program_has_is_refused()
    {
        var result = await ConformanceProgram.RunAsync(false, TestContext.Current.CancellationToken, "Nothing");

        result.ExitCode.ShouldBe(64);
    }
}
