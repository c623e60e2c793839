using System.Collections.Generic;
using System.Threading.Tasks;
using Cake.Frosting;
using Corewright.Build.Loaders;

namespace Corewright.Build.Tasks;

/// <summary>Makes a static loader for each program and architecture, and bpfrun for each architecture.</summary>
[TaskName(nameof(Loaders))]
[TaskDescription("Compile C# into static loaders for every architecture, the objects inside")]
[IsDependentOn(typeof(Ebpf))]
[IsDependentOn(typeof(Kernels))]
public sealed class Loaders : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext context)
    {
        var loaders = new List<LoaderBinary>();
        foreach (var item in context.Results.Objects)
        {
            var btf = await EmbeddedKernels.PrepareAsync(item, context.Results.Kernels, context.Paths, context.Cancellation);
            var request = new LoaderRequest(item, context.Version.Number, context.Rooms.Architectures, btf, []);
            loaders.AddRange(await context.Rooms.Loaders.BuildAsync(request, context.Cancellation));
        }

        context.Results.Loaders = loaders;
        context.Results.Tools = await context.Rooms.BpfRun.PublishAsync(context.Version.Number, context.Rooms.Architectures, context.Cancellation);
    }
}
