using System.Linq;
using Corewright.Tests.Loader;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Programs;

/// <summary>The cases are all there, and can be told apart in a guest.</summary>
public class ProgramCatalogTests
{
    [Fact]
    public void Every_program_of_the_plan_is_shown() =>
        ProgramCatalog.All.Select(c => c.Program).ShouldBe(RepositoryStore.Plan.Programs, ignoreOrder: true);

    [Fact]
    public void Every_program_shows_that_it_filters_and_that_it_ends()
    {
        foreach (ProgramCase program in ProgramCatalog.All)
        {
            program.Runs.Any(r => r.Name == FilterRun.Name).ShouldBe(ProgramSinks.New(program.Program).FiltersProcesses, program.Program);
            program.Runs.ShouldContain(r => r.Name == DurationRun.Name, program.Program);
        }
    }

    [Fact]
    public void Names_of_runs_are_unique_and_fit_a_guest_s_step()
    {
        foreach (ProgramCase program in ProgramCatalog.All)
        {
            program.Runs.Select(r => r.Name).Append("setup").ShouldBeUnique(program.Program);
            program.Runs.ShouldAllBe(r => r.Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'), program.Program);
        }
    }
}
