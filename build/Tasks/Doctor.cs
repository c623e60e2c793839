using System.Linq;
using System.Threading.Tasks;
using Cake.Frosting;
using Corewright.Build.Doctor;

namespace Corewright.Build.Tasks;

/// <summary>Says what is there and what is missing.</summary>
[TaskName(nameof(Doctor))]
[TaskDescription("Say what is there, what is missing, and how big the cache is")]
public sealed class Doctor : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext context)
    {
        var findings = await Examination.RunAsync(context);
        foreach (var finding in findings)
        {
            if (finding.Health == Health.Missing)
                context.Progress.Warning(finding.ToString());
            else
                context.Progress.Information(finding.ToString());
        }

        int missing = findings.Count(f => f.Health == Health.Missing);
        if (missing > 0)
            throw new BuildException(missing == 1 ? "1 thing is missing" : $"{missing} things are missing", null, "see the lines above");
    }
}
