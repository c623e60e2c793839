using System;
using System.Linq;
using System.Threading.Tasks;
using Corewright.Build.Guests;
using Corewright.Tests.Guests;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Programs;

/// <summary>
/// Each program on each kernel: either it observes a workload and tells of it what is true, or the kernel is older than its hooks,
/// and it says so.
/// </summary>
public class ProgramTests(ProgramGuests guests) : IClassFixture<ProgramGuests>
{
    /// <summary>All pairs that were asked for, kernel by kernel.</summary>
    public static TheoryData<string, string> Pairs
    {
        get
        {
            var pairs = new TheoryData<string, string>();
            foreach (string kernel in ProgramCatalog.Kernels)
            {
                foreach (ProgramCase program in ProgramCatalog.Cases.Where(c => !c.Excused.ContainsKey(kernel)))
                    pairs.Add(program.Program, kernel);
            }
            return pairs;
        }
    }

    /// <summary>Those that were asked for.</summary>
    public static TheoryData<string> Kernels => [.. ProgramCatalog.Kernels];

    [Theory]
    [MemberData(nameof(Kernels))]
    public async Task Guest_answers(string kernel) => GuestAnswers.ShouldAllBeThere(kernel, (await guests.OnAsync(kernel)).Outcomes);

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Program_works(string program, string kernel)
    {
        ProgramGuests.Answer answer = await guests.OnAsync(kernel);
        if (answer.Broken.TryGetValue(program, out Exception? broken))
            Assert.Fail(broken.Message);
        GuestOutcome.Complete outcome = GuestAnswers.For(kernel, answer.Outcomes[program]);
        ProgramCase shown = ProgramCatalog.All.Single(c => c.Program == program);
        bool expected = shown.Since.Includes(answer.Kernel.Kernel);
        if (expected && shown.Setup.Length > 0)
        {
            GuestStepResult setup = outcome.Steps[ProgramJob.SetupStep(shown)];
            setup.ExitCode.ShouldBe(0, $"the set-up failed: {setup.Output}{setup.Error}");
        }
        foreach (ProgramRun run in shown.Runs)
        {
            var came = new RunAnswer(outcome, ProgramJob.RunStep(shown, run), answer.Kernel.Kernel);
            if (expected && run.Since?.Includes(answer.Kernel.Kernel) == false)
                Refusal.NamesWhatIsMissing(came.ExitCode ?? -1, came.Error, run.Missing, came.Said);
            else if (expected)
                Judge(program, run, came);
            else
                Refusal.NamesWhatIsMissing(came.ExitCode ?? -1, came.Error, shown.Missing, came.Said);
        }
    }

    private static void Judge(string program, ProgramRun run, RunAnswer came)
    {
        string said = $"run '{run.Name}': {came.Said}";
        came.ExitCode.ShouldBe(run.Exit, said);
        try
        {
            if (run.Exit == 0)
            {
                came.Error.ShouldContain(": attached ");
                came.WorkloadExit.ShouldBe(0, "the workload's exit code");
                came.Error.ShouldNotContain(" lost");
                if (run.Json)
                    came.EventsOf("lost").ShouldBeEmpty();
            }
            if (run.Json)
                ProgramPage.Of(program).Lacks(came.Events).ShouldBeEmpty("what its page does not name");
            run.Proves(came);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new InvalidOperationException($"{e.Message}\n{said}", e);
        }
    }
}
