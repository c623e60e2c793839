using System.Threading.Tasks;
using Cake.Frosting;
using Corewright.Build.Testing;

namespace Corewright.Build.Tasks;

/// <summary>Builds and runs the tests.</summary>
[TaskName(nameof(Test))]
[TaskDescription("Run the tests; ends with the line: N passed, N failed")]
public sealed class Test : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext context)
    {
        var runner = new TestRunner(context.Paths, context.Progress);
        var summary = await runner.RunAsync(context.Settings.Filter, context.Cancellation);
        context.Run.AtEnd(() => System.Console.WriteLine(summary));
        summary.ThrowIfFailed();
    }
}
