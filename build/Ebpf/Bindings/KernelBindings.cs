using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Corewright.Bpf;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Memory;
using Corewright.Build.Kernels;
using Corewright.Build.Plan;

namespace Corewright.Build.Ebpf.Bindings;

/// <summary>Makes a Rust module of kernel types from the BTF of prepared kernels.</summary>
/// <param name="paths">Where things are.</param>
/// <param name="plan">The architectures and kernels.</param>
/// <param name="kernels">Prepares those kernels that are not yet.</param>
public sealed class KernelBindings(BuildPaths paths, BuildPlan plan, KernelPreparer kernels)
{
    /// <summary>The matrix whose kernels the repository's own module is made from.</summary>
    public const string OwnMatrix = "full";

    /// <summary>Which types the repository's own module has.</summary>
    public string OwnList => Path.Combine(OwnCrate, "types.txt");

    /// <summary>The repository's own module.</summary>
    public string OwnModule => Path.Combine(OwnCrate, "src", "kernel.rs");

    /// <summary>Where a module goes whose types the command line names.</summary>
    public string AskedModule => Path.Combine(paths.Artifacts, "bindings", "kernel.rs");

    private string OwnCrate => Path.Combine(paths.EbpfCrates, "corewright-kernel");

    /// <summary>The module of the types that <see cref="OwnList"/> names, from the kernels of <see cref="OwnMatrix"/>.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BuildException">A type or field is in none of them, or can't be expressed.</exception>
    public async Task<string> MakeOwnAsync(CancellationToken cancellationToken)
    {
        string list = await File.ReadAllTextAsync(OwnList, cancellationToken).ConfigureAwait(false);
        return await MakeAsync(list, Path.GetRelativePath(paths.Root, OwnList), plan.Matrices[OwnMatrix].Kernels, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>The module of some types.</summary>
    /// <param name="types">Which, as <c>task_struct{pid,tgid},sock</c>.</param>
    /// <param name="where">Where that stands, for errors.</param>
    /// <param name="from">The kernels.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BuildException">A type or field is in none of them, or can't be expressed.</exception>
    public async Task<string> MakeAsync(string types, string where, IReadOnlyList<Kernel> from, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(from);
        IReadOnlyList<WantedType> wanted = WantedTypes.Read(types, where, [.. plan.Architectures.Keys]);
        var shapes = new List<KernelShape>();
        foreach (Kernel kernel in from)
        {
            PreparedKernel prepared = await kernels.PrepareAsync(kernel, cancellationToken).ConfigureAwait(false);
            shapes.Add(Read(await File.ReadAllBytesAsync(prepared.Btf, cancellationToken).ConfigureAwait(false), kernel, wanted));
        }

        return Make(shapes, wanted);
    }

    /// <summary>The module of what kernels were seen to have.</summary>
    internal static string Make(IReadOnlyList<KernelShape> shapes, IReadOnlyList<WantedType> wanted) => RustModule.Write(
        ShapeMerger.Merge(shapes, wanted), new Availability(shapes.Select(s => s.Kernel)).Text([.. shapes.Select(s => s.Kernel)]));

    /// <summary>What one kernel has of the wanted types.</summary>
    /// <param name="btf">Its BTF.</param>
    /// <param name="kernel">Which it is.</param>
    /// <param name="wanted">The types.</param>
    /// <exception cref="BuildException">The BTF is damaged.</exception>
    internal static unsafe KernelShape Read(ReadOnlySpan<byte> btf, Kernel kernel, IReadOnlyList<WantedType> wanted)
    {
        // The reader keeps 4 bytes for each type, of at least 12.
        int room = (btf.Length / 2) + 64;
        void* block = NativeMemory.Alloc((nuint)room);
        try
        {
            var arena = new Arena((byte*)block, room);
            Check(BtfReader.Open(btf, ref arena, out BtfReader reader), kernel);
            Check(reader.Validate(), kernel);
            return ShapeReader.Read(reader, kernel, wanted);
        }
        finally
        {
            NativeMemory.Free(block);
        }
    }

    private static void Check(Fault fault, Kernel kernel)
    {
        if (fault.Failed)
            throw new BuildException($"its BTF is damaged: {Encoding.UTF8.GetString(FaultText.Of(fault.Code))} ({fault.Index})", kernel.Id);
    }
}
