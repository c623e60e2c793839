using System.Threading.Tasks;
using Cake.Frosting;
using Corewright.Build.Ebpf.Bindings;
using Corewright.Build.Ebpf.Generate;

namespace Corewright.Build.Tasks;

/// <summary>Makes Rust declarations of kernel types.</summary>
[TaskName(nameof(Bindings))]
[TaskDescription("Write Rust declarations of kernel types from the kernels' BTF: the crate corewright-kernel, or --types")]
public sealed class Bindings : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext context)
    {
        var bindings = new KernelBindings(context.Paths, context.Rooms.Plan, context.Rooms.Kernels);
        string module = context.Settings.Types is { } types
            ? await bindings.MakeAsync(types, Options.Types.Usage, context.Rooms.Matrix.Kernels, context.Cancellation)
            : await bindings.MakeOwnAsync(context.Cancellation);
        string path = context.Settings.Types is null ? bindings.OwnModule : bindings.AskedModule;
        await GeneratedSources.SaveAsync(path, module, context.Paths, context.Progress, context.Cancellation);
    }
}
