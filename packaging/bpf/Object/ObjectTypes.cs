using System;
using Corewright.Bpf.Btf;
using Corewright.Bpf.Kernel;
using Corewright.Bpf.Memory;

namespace Corewright.Bpf.Object;

/// <summary>Hands an object's BTF to the kernel, which then shows keys and values of its maps with their names.</summary>
public static unsafe class ObjectTypes
{
    /// <summary>
    /// Loads an object's BTF. If the kernel refuses it, what this kernel doesn't know is found out and written in older terms; no id
    /// changes by that. The descriptor closes on exec.
    /// </summary>
    /// <param name="opened">The object; not changed.</param>
    /// <param name="arena">Keeps one or two copies of the BTF.</param>
    /// <returns>The descriptor, or a negated errno.</returns>
    public static int Load(scoped in ObjectFile opened, scoped ref Arena arena) =>
        Features.AdaptedTypes ? LoadAdapted(opened, ref arena) : Load(opened.TypeBytes);

    /// <summary>Loads BTF as it is.</summary>
    /// <param name="types">All of a <c>.BTF</c> section.</param>
    /// <returns>The descriptor, or a negated errno.</returns>
    public static int Load(ReadOnlySpan<byte> types)
    {
        fixed (byte* start = types)
        {
            BtfLoadAttributes attributes = default;
            attributes.Btf = (ulong)start;
            attributes.BtfSize = (uint)types.Length;
            return BpfCall.LoadBtf(&attributes);
        }
    }

    /// <summary>Writes an object's BTF as a kernel takes it that lacks some features.</summary>
    /// <param name="opened">The object.</param>
    /// <param name="missing">What the kernel lacks.</param>
    /// <param name="arena">Keeps the copy.</param>
    /// <param name="image">The BTF.</param>
    internal static Fault Adapt(scoped in ObjectFile opened, BtfFeature missing, scoped ref Arena arena, out BtfImage image)
    {
        BtfReader types = opened.Types.WithPointerSize(8);
        Fault fault = BtfImage.Copy(types, ref arena, out image);
        if (fault.Failed)
            return fault;
        fault = HiddenTypes.MakeStatic(opened.Elf, types, image.Types);
        if (fault.Failed)
            return fault;
        return missing == BtfFeature.None ? Fault.None : SanitisedTypes.Apply(types, missing, ref image, ref arena);
    }

    private static int LoadAdapted(scoped in ObjectFile opened, scoped ref Arena arena)
    {
        if (Adapt(opened, BtfFeature.None, ref arena, out BtfImage image).Failed)
            return -Errno.NoMemory;
        int fd = Load(image.Bytes);
        if (fd != -Errno.Invalid)
            return fd;
        BtfFeature missing = BtfProbes.Missing();
        if (missing == BtfFeature.None)
            return fd;
        return SanitisedTypes.Apply(opened.Types, missing, ref image, ref arena).Failed ? -Errno.NoMemory : Load(image.Bytes);
    }
}
