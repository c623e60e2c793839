using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Corlib;

public class ConformanceTests
{
    public static IEnumerable<TheoryDataRow<string>> Programs => ConformanceProgram.Programs.Keys.Select(n => new TheoryDataRow<string>(n));

    public static IEnumerable<TheoryDataRow<string>> Faults => ConformanceProgram.Faults.Keys.Select(n => new TheoryDataRow<string>(n));

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task A_freestanding_program_prints_what_it_prints_on_net(string program)
    {
        var result = await ConformanceProgram.RunAsync(TestContext.Current.CancellationToken, program);

        result.StandardError.ShouldBe("");
        result.ExitCode.ShouldBe(0);
        result.StandardOutput.ShouldBe(ConformanceProgram.Expected(program));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_ends_the_program_with_one_line_and_exit_code_70(string fault)
    {
        var result = await ConformanceProgram.RunAsync(TestContext.Current.CancellationToken, fault);

        ConformanceProgram.Messages(fault).ShouldContain(result.StandardError);
        result.ExitCode.ShouldBe(70);
        result.StandardOutput.ShouldBe("");
    }

    [Fact]
    public async Task Arguments_arrive_and_the_exit_code_leaves()
    {
        var result = await ConformanceProgram.RunAsync(TestContext.Current.CancellationToken, "Arguments", "two", "three", "four");

        result.ExitCode.ShouldBe(5);
    }

    [Fact]
    public async Task A_name_that_no_program_has_is_refused()
    {
        var result = await ConformanceProgram.RunAsync(TestContext.Current.CancellationToken, "Nothing");

        result.ExitCode.ShouldBe(64);
    }
}
