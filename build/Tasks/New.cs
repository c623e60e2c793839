using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Cake.Frosting;
using Corewright.Build.Ebpf;
using Corewright.Build.Ebpf.Generate;
using Corewright.Build.Scaffold;

namespace Corewright.Build.Tasks;

/// <summary>Begins a program.</summary>
[TaskName(nameof(New))]
[TaskDescription("Begin a program: --name=NAME --kind=KIND; makes its crate, types, C# sink and tests, and builds it")]
public sealed class New : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext context)
    {
        string name = Options.Name.Required(context);
        var kind = ProgramKind.Named(Options.Kind.Required(context));
        var scaffolder = new Scaffolder(context.Paths, Path.Combine(context.Paths.Root, "build", "Scaffold", "templates"));
        IReadOnlyList<string> files = await scaffolder.WriteAsync(name, kind, context.Cancellation);
        foreach (string file in files)
            context.Progress.Information($"[New] {file}");
        // How lines are broken depends on how long the name is.
        await new Rustfmt(context.Paths, context.Rooms.Store).FormatAsync(
            files.Where(file => file.EndsWith(".rs", StringComparison.Ordinal)).Select(file => Path.Combine(context.Paths.Root, file)),
            context.Cancellation);

        var toolchain = await context.Rooms.Store.OpenAsync("toolchain", context.Cancellation);
        EbpfObject made = await new EbpfBuilder(context.Paths, toolchain, context.Progress).BuildAsync(name, context.Rooms.Ebpf, context.Cancellation);
        await GeneratedSources.UpdateAsync([made], context.Paths, context.Progress, context.Cancellation);
        context.Progress.Information($"PROGRAMS={name} ./build.sh --target=Test --filter='*ProgramTests*' shows it in guests.");
        if (kind.Modules.Count > 0)
        {
            context.Progress.Information($"Some kernels attach it by modules. For the matrix, add [\"{name}\"] = new ProgramProof "
                + $"{{ {kind.ModuleList} }} to build/Matrix/Programs/ProgramProofs.cs.");
        }
    }
}
