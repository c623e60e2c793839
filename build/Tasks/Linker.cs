using System.IO;
using System.Threading.Tasks;
using Cake.Frosting;
using Corewright.Build.Ebpf.Linking;
using Corewright.Build.Store;

namespace Corewright.Build.Tasks;

/// <summary>Makes the linker a command that any crate's cargo configuration can name.</summary>
[TaskName(nameof(Linker))]
[TaskDescription("Make the linker a command: artifacts/tools/corewright-link")]
public sealed class Linker : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext context)
    {
        ToolRoot toolchain = await context.Rooms.Store.OpenAsync("toolchain", context.Cancellation);
        string command = LinkLauncher.Write(context.Paths.ToolArtifacts, toolchain.Path);
        context.Progress.Information($"{Path.GetRelativePath(context.Paths.Root, command)}: name it as a crate's linker, see docs/linker.md.");
    }
}
