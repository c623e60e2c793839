using System.IO;
using System.Threading.Tasks;
using Cake.Frosting;
using Corewright.Build.Support;

namespace Corewright.Build.Tasks;

/// <summary>Writes the table of what is supported from what the feature suite proved.</summary>
[TaskName(nameof(Support))]
[TaskDescription("Write docs/support.md, and the table in README.md, from what the tests proved")]
public sealed class Support : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext context)
    {
        var files = new SupportFiles(context.Paths);
        SupportProof proof = await files.ReadAsync(context.Cancellation);
        await files.WriteAsync(proof, context.Cancellation);
        context.Progress.Information(
            $"{proof.Features.Count} features on {proof.Kernels.Count} kernels: {Path.Combine("docs", "support.md")}, README.md");
    }
}
