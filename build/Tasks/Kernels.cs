using System.Linq;
using System.Threading.Tasks;
using Cake.Frosting;

namespace Corewright.Build.Tasks;

/// <summary>Takes the matrix's kernels out of their packages.</summary>
[TaskName(nameof(Kernels))]
[TaskDescription("Take boot images and BTF out of the kernel packages")]
[IsDependentOn(typeof(Fetch))]
public sealed class Kernels : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext context)
    {
        var preparer = context.Rooms.Kernels;
        context.Results.Kernels = await Task.WhenAll(
            context.Rooms.Matrix.Kernels.Select(kernel => preparer.PrepareAsync(kernel, context.Cancellation)));
    }
}
