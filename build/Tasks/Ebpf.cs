using System.Collections.Generic;
using System.Threading.Tasks;
using Cake.Frosting;
using Corewright.Build.Ebpf;
using Corewright.Build.Ebpf.Generate;

namespace Corewright.Build.Tasks;

/// <summary>Compiles, links and finalises the program crates, and generates what C# needs to know of them.</summary>
[TaskName(nameof(Ebpf))]
[TaskDescription("Build the Rust programs into eBPF objects, and C# from their types")]
[IsDependentOn(typeof(Fetch))]
public sealed class Ebpf : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext context)
    {
        var toolchain = await context.Rooms.Store.OpenAsync("toolchain", context.Cancellation);
        EbpfTools tools = await EbpfTools.ChooseAsync(
            context.Settings, context.Rooms.Store, context.Rooms.Plan.Packages.Sets.Keys, context.Paths, context.Cancellation);
        var builder = new EbpfBuilder(context.Paths, toolchain, context.Progress, tools);
        IReadOnlyList<EbpfObject> objects = await builder.BuildAsync(context.Rooms.Plan.Programs, context.Rooms.Ebpf, context.Cancellation);
        await GeneratedSources.UpdateAsync(objects, context.Paths, context.Progress, context.Cancellation);
        context.Results.Objects = objects;
    }
}
