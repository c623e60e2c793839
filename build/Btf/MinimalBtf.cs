using System;
using System.Text;
using Corewright.Bpf;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Core;
using Corewright.Bpf.Memory;
using Corewright.Build.Matrix;

namespace Corewright.Build.Btf;

/// <summary>
/// Cuts a kernel's BTF down to what one object's relocations need, for kernels that carry none of their own: the object resolves
/// against the result as against the whole, by our resolver and by libbpf (only type ids differ). Offsets, sizes and the width of
/// pointers stay; members that no relocation asks for go.
/// </summary>
public static class MinimalBtf
{
    /// <summary>Makes the minimal BTF.</summary>
    /// <param name="file">The whole object.</param>
    /// <param name="kernelBtf">The kernel's whole BTF.</param>
    /// <returns>A BTF of its own, as it would be found in a file.</returns>
    /// <exception cref="BuildException">The object or the BTF is malformed, or a relocation can't be resolved.</exception>
    public static byte[] Create(ReadOnlySpan<byte> file, ReadOnlySpan<byte> kernelBtf)
    {
        using NativeBlock block = NativeBlock.For(kernelBtf.Length, file.Length);
        Arena arena = block.OpenArena();
        Check(CoreObject.Open(file, ref arena, out CoreObject program), "the object");
        Check(BtfReader.Open(kernelBtf, ref arena, out BtfReader kernel), "the kernel's BTF");
        Check(kernel.Validate(), "the kernel's BTF");
        Check(CoreResolver.Open(program.Btf, kernel, program.Relocations, ref arena, out CoreResolver resolver), "the object");

        var kept = new KeptTypes(kernel);
        kept.KeepPointerSize();
        CoreRelocationWalk walk = program.Walk();
        while (walk.Next(out CoreRelocationSite site))
        {
            Check(resolver.Resolve(site.Relocation, out CoreOutcome outcome), $"relocation #{site.Ordinal}");
            if (outcome.TargetType == 0)
                continue;
            // Several types may give the same value; later relocations may hold for only some of them, so all stay.
            int cursor = -1;
            while (resolver.NextCandidate(site.Relocation.Type, ref cursor, out uint candidate))
            {
                Check(resolver.Follow(site.Relocation, candidate, out CoreSpec found), $"relocation #{site.Ordinal}");
                kept.Keep(site.Relocation.Kind, candidate, found);
            }
        }

        Check(walk.Fault, "the object");
        return BtfWriter.Write(kernel, kept);
    }

    private static void Check(Fault fault, string where)
    {
        if (fault.Failed)
            throw new BuildException($"{Encoding.UTF8.GetString(FaultText.Of(fault.Code))} ({fault.Code}, item {fault.Index})", where);
    }
}
