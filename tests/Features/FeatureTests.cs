using System;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Corewright.Build.Guests;
using Corewright.Build.Plan;
using Corewright.Build.Support;
using Corewright.Tests.Guests;
using Shouldly;
using Xunit;

namespace Corewright.Tests.Features;

/// <summary>
/// Each feature on each kernel: either it is shown working, or the kernel is older than the feature, and bpfrun says so.
/// </summary>
public class FeatureTests(FeatureGuests guests) : IClassFixture<FeatureGuests>
{
    /// <summary>All pairs that were asked for, kernel by kernel.</summary>
    public static TheoryData<string, string> Pairs
    {
        get
        {
            var pairs = new TheoryData<string, string>();
            foreach (string kernel in FeatureCatalog.Kernels)
            {
                foreach (Feature feature in FeatureCatalog.Features.Where(f => !f.Excused.ContainsKey(kernel)))
                    pairs.Add(feature.Name, kernel);
            }
            return pairs;
        }
    }

    /// <summary>Those that were asked for.</summary>
    public static TheoryData<string> Kernels => [.. FeatureCatalog.Kernels];

    [Theory]
    [MemberData(nameof(Kernels))]
    public async Task Guest_answers(string kernel) => GuestAnswers.ShouldAllBeThere(kernel, (await guests.OnAsync(kernel)).Outcomes);

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Feature_holds(string feature, string kernel)
    {
        FeatureGuests.Answer answer = await guests.OnAsync(kernel);
        Feature judged = FeatureCatalog.All.Single(f => f.Name == feature);
        Judge(judged, answer);
        guests.Proved(judged, kernel, judged.Since.Includes(answer.Kernel.Kernel) ? SupportVerdict.Works : SupportVerdict.Refused);
    }

    private static void Judge(Feature feature, FeatureGuests.Answer answer)
    {
        if (answer.Broken.TryGetValue(feature.Object, out Exception? broken))
            Assert.Fail(broken.Message);
        Kernel kernel = answer.Kernel.Kernel;
        GuestOutcome.Complete outcome = GuestAnswers.For(kernel.Id, answer.Outcomes[feature.Name]);
        bool expected = feature.Since.Includes(kernel);
        for (int i = 0; i < feature.Setup.Count && expected; i++)
        {
            GuestStepResult setup = outcome.Steps[FeatureJob.SetupStep(feature, i)];
            setup.ExitCode.ShouldBe(0, $"the set-up '{string.Join(' ', feature.Setup[i])}' failed: {setup.Error}");
        }
        GuestStepResult step = outcome.Steps[feature.Name];
        if (!expected)
        {
            Refusal.NamesWhatIsMissing(step.ExitCode, step.Error, feature.Missing, Said(step));
            return;
        }
        step.ExitCode.ShouldBe(0, Said(step));
        try
        {
            feature.Proves(new FeatureReport(step, kernel));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new InvalidOperationException($"{e.Message}\n{Said(step)}", e);
        }
    }

    private static string Said(GuestStepResult step) => new StringBuilder()
        .Append("bpfrun ended with ").Append(step.ExitCode).Append(step.TimedOut ? " (killed after its time)" : "").Append(" in ")
        .Append(step.Duration).Append(" and said:\n").Append(step.Error).Append('\n').Append(step.Output).ToString();
}
