using Cake.Frosting;

namespace Corewright.Build.Tasks;

/// <summary>Everything: built, proved, packaged, reported.</summary>
[TaskName(nameof(Default))]
[TaskDescription("Build, prove and package everything")]
[IsDependentOn(typeof(Report))]
public sealed class Default : FrostingTask<BuildContext>
{
}
